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

variable "environment" {
  type    = string
  default = "shop"
}

variable "image" {
  type = string
}

variable "agent_image" {
  type = string
}

variable "registry" {
  type = string
}

data "azurerm_container_app_environment" "shop" {
  name                = var.environment
  resource_group_name = data.azurerm_resource_group.shop.name
}

resource "azurerm_container_app" "shop" {
  name                         = var.name
  resource_group_name          = data.azurerm_resource_group.shop.name
  container_app_environment_id = data.azurerm_container_app_environment.shop.id
  revision_mode                = "Single"

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.shop.id]
  }

  registry {
    server   = var.registry
    identity = azurerm_user_assigned_identity.shop.id
  }

  ingress {
    target_port = 8080
    traffic_weight {
      latest_revision = true
      percentage      = 100
    }
  }

  template {
    init_container {
      name    = "foundry-identity-agent"
      image   = var.agent_image
      cpu     = 0.25
      memory  = "0.5Gi"
      command = ["cp"]
      args    = ["/foundry-identity-agent.jar", "/agent/foundry-identity-agent.jar"]
      volume_mounts {
        name = "agent"
        path = "/agent"
      }
    }

    container {
      name   = var.name
      image  = var.image
      cpu    = 0.5
      memory = "1Gi"
      env {
        name  = "JAVA_TOOL_OPTIONS"
        value = "-javaagent:/agent/foundry-identity-agent.jar"
      }
      env {
        name  = "FOUNDRY_RESOURCE_URL"
        value = "https://${var.foundry}.openai.azure.com"
      }
      env {
        name  = "AZURE_CLIENT_ID"
        value = azurerm_user_assigned_identity.shop.client_id
      }
      volume_mounts {
        name = "agent"
        path = "/agent"
      }
    }

    volume {
      name         = "agent"
      storage_type = "EmptyDir"
    }
  }
}
