terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.55"
    }
  }
}

provider "azurerm" {
  features {}
}

variable "name" {
  type    = string
  default = "shop"
}

variable "foundry" {
  type    = string
  default = "contoso"
}

variable "foundry_group" {
  type    = string
  default = "ai"
}

variable "group" {
  type    = string
  default = "shop"
}

data "azurerm_resource_group" "shop" {
  name = var.group
}

resource "azurerm_user_assigned_identity" "shop" {
  name                = var.name
  resource_group_name = data.azurerm_resource_group.shop.name
  location            = data.azurerm_resource_group.shop.location
}

data "azurerm_subscription" "current" {}

data "azurerm_cognitive_account" "foundry" {
  name                = var.foundry
  resource_group_name = var.foundry_group
}

resource "azurerm_role_assignment" "foundry" {
  scope              = data.azurerm_cognitive_account.foundry.id
  role_definition_id = "${data.azurerm_subscription.current.id}/providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
  principal_id       = azurerm_user_assigned_identity.shop.principal_id
  principal_type     = "ServicePrincipal"
}

variable "subnet_id" {
  type = string
}

variable "ssh_key" {
  type = string
}

resource "azurerm_linux_virtual_machine_scale_set" "shop" {
  name                = var.name
  resource_group_name = data.azurerm_resource_group.shop.name
  location            = data.azurerm_resource_group.shop.location
  sku                 = "Standard_D2s_v5"
  instances           = 2
  admin_username      = "operator"
  upgrade_mode        = "Manual"

  custom_data = base64encode(replace(replace(file("${path.module}/cloud-init.yaml"), "<resource>", var.foundry), "<client id>", azurerm_user_assigned_identity.shop.client_id))

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.shop.id]
  }

  admin_ssh_key {
    username   = "operator"
    public_key = var.ssh_key
  }

  source_image_reference {
    publisher = "Debian"
    offer     = "debian-12"
    sku       = "12-gen2"
    version   = "latest"
  }

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }

  network_interface {
    name    = var.name
    primary = true
    ip_configuration {
      name      = var.name
      primary   = true
      subnet_id = var.subnet_id
    }
  }
}
