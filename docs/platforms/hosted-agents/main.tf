terraform {
  required_providers {
    azapi = {
      source  = "Azure/azapi"
      version = "~> 2.9"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.55"
    }
  }
}

provider "azapi" {}

provider "azurerm" {
  features {}
}

variable "project" {
  type    = string
  default = "contoso.services.ai.azure.com/api/projects/shop"
}

variable "image" {
  type = string
}

# Only for a resource outside of the project: empty, or the object id of the agent identity
variable "principal_id" {
  type    = string
  default = ""
}

variable "foundry" {
  type    = string
  default = "contoso"
}

variable "foundry_group" {
  type    = string
  default = "ai"
}

resource "azapi_data_plane_resource" "shop" {
  type      = "Microsoft.Foundry/agents@v1"
  name      = "shop"
  parent_id = var.project

  body = {
    name = "shop"
    definition = {
      kind = "hosted"
      container_configuration = {
        image = var.image
      }
      cpu    = "0.5"
      memory = "1Gi"
      protocol_versions = [
        {
          protocol = "responses"
          version  = "2.0.0"
        }
      ]
      environment_variables = {
        IDENTITY_AGENT_LOG_LEVEL = "info"
      }
    }
  }
}

data "azurerm_subscription" "current" {}

data "azurerm_cognitive_account" "foundry" {
  count               = var.principal_id == "" ? 0 : 1
  name                = var.foundry
  resource_group_name = var.foundry_group
}

resource "azurerm_role_assignment" "foundry" {
  count              = var.principal_id == "" ? 0 : 1
  scope              = data.azurerm_cognitive_account.foundry[0].id
  role_definition_id = "${data.azurerm_subscription.current.id}/providers/Microsoft.Authorization/roleDefinitions/53ca6127-db72-4e31-b599-04dc5da150b4"
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
}
