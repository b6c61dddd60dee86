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

variable "machine" {
  type    = string
  default = "shop"
}

variable "group" {
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

# The machine exists already and has a system-assigned identity: az vm identity assign
data "azurerm_virtual_machine" "shop" {
  name                = var.machine
  resource_group_name = var.group
}

data "azurerm_subscription" "current" {}

data "azurerm_cognitive_account" "foundry" {
  name                = var.foundry
  resource_group_name = var.foundry_group
}

resource "azurerm_role_assignment" "foundry" {
  scope              = data.azurerm_cognitive_account.foundry.id
  role_definition_id = "${data.azurerm_subscription.current.id}/providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
  principal_id       = data.azurerm_virtual_machine.shop.identity[0].principal_id
  principal_type     = "ServicePrincipal"
}
