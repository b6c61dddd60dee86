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

variable "cluster" {
  type    = string
  default = "cluster"
}

variable "namespace" {
  type    = string
  default = "shop"
}

variable "service_account" {
  type    = string
  default = "cart"
}

data "azurerm_kubernetes_cluster" "cluster" {
  name                = var.cluster
  resource_group_name = data.azurerm_resource_group.shop.name
}

resource "azurerm_federated_identity_credential" "shop" {
  name                = "${var.namespace}-${var.service_account}"
  resource_group_name = data.azurerm_resource_group.shop.name
  parent_id           = azurerm_user_assigned_identity.shop.id
  issuer              = data.azurerm_kubernetes_cluster.cluster.oidc_issuer_url
  subject             = "system:serviceaccount:${var.namespace}:${var.service_account}"
  audience            = ["api://AzureADTokenExchange"]
}

output "client_id" {
  value = azurerm_user_assigned_identity.shop.client_id
}
