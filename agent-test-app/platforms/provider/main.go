// A stand-in for the providers of Terraform: it has the names of their resources, arguments, blocks and attributes, from
// schemas.json, and no types and no rules. With it "terraform validate" checks our files without the real providers, which
// are downloaded from a registry of their own. It does nothing else.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

type provider struct {
	tfprotov5.ProviderServer // What validate does not call
	resources, data          map[string]*tfprotov5.Schema
}

func main() {
	// Terraform finds a provider by the name of its program; this one has several names
	name := strings.TrimPrefix(filepath.Base(os.Args[0]), "terraform-provider-")
	text, err := os.ReadFile(os.Getenv("SCHEMAS"))
	if err != nil {
		log.Fatal(err)
	}
	var schemas struct{ Terraform map[string]definition }
	if err := json.Unmarshal(text, &schemas); err != nil {
		log.Fatal(err)
	}
	p := &provider{resources: map[string]*tfprotov5.Schema{}, data: map[string]*tfprotov5.Schema{}}
	for full, definition := range schemas.Terraform {
		kind, target := full, p.resources
		if rest, isData := strings.CutPrefix(full, "data."); isData {
			kind, target = rest, p.data
		}
		if strings.HasPrefix(kind, name+"_") {
			target[kind] = definition.schema()
		}
	}
	if err := tf5server.Serve("example.com/stand-in/"+name, func() tfprotov5.ProviderServer { return p }); err != nil {
		log.Fatal(err)
	}
}

func (p *provider) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	response := &tfprotov5.GetMetadataResponse{ServerCapabilities: &tfprotov5.ServerCapabilities{GetProviderSchemaOptional: true}}
	for kind := range p.resources {
		response.Resources = append(response.Resources, tfprotov5.ResourceMetadata{TypeName: kind})
	}
	for kind := range p.data {
		response.DataSources = append(response.DataSources, tfprotov5.DataSourceMetadata{TypeName: kind})
	}
	return response, nil
}

func (p *provider) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	features := &tfprotov5.SchemaNestedBlock{
		TypeName: "features", Nesting: tfprotov5.SchemaNestedBlockNestingModeList, Block: &tfprotov5.SchemaBlock{}}
	return &tfprotov5.GetProviderSchemaResponse{
		Provider:          &tfprotov5.Schema{Block: &tfprotov5.SchemaBlock{BlockTypes: []*tfprotov5.SchemaNestedBlock{features}}},
		ResourceSchemas:   p.resources,
		DataSourceSchemas: p.data,
	}, nil
}

func (p *provider) PrepareProviderConfig(_ context.Context, request *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (p *provider) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (p *provider) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (p *provider) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}
