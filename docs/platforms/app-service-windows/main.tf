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

resource "azurerm_service_plan" "shop" {
  name                = var.name
  resource_group_name = data.azurerm_resource_group.shop.name
  location            = data.azurerm_resource_group.shop.location
  os_type             = "Windows"
  sku_name            = "P0v3"
}

resource "azurerm_windows_web_app" "shop" {
  name                = var.name
  resource_group_name = data.azurerm_resource_group.shop.name
  location            = data.azurerm_resource_group.shop.location
  service_plan_id     = azurerm_service_plan.shop.id
  https_only          = true

  site_config {
    always_on = true
    application_stack {
      current_stack                = "java"
      java_version                 = "21"
      java_embedded_server_enabled = true
    }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.shop.id]
  }

  app_settings = {
    FOUNDRY_RESOURCE_URL = "https://${var.foundry}.openai.azure.com"
    AZURE_CLIENT_ID      = azurerm_user_assigned_identity.shop.client_id
    # Tomcat: CATALINA_OPTS
    JAVA_OPTS = "-javaagent:C:\\home\\site\\agent\\foundry-identity-agent.jar"
  }
}
