package main

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// One type of schemas.json.
type definition struct {
	Fields     map[string]field
	Attributes []string
}

type field struct {
	Required bool
	Block    map[string]field
}

func (d definition) schema() *tfprotov5.Schema {
	block := nested(d.Fields)
	for _, name := range d.Attributes {
		if _, isArgument := d.Fields[name]; !isArgument {
			block.Attributes = append(block.Attributes,
				&tfprotov5.SchemaAttribute{Name: name, Type: tftypes.DynamicPseudoType, Computed: true})
		}
	}
	return &tfprotov5.Schema{Block: block}
}

func nested(fields map[string]field) *tfprotov5.SchemaBlock {
	block := &tfprotov5.SchemaBlock{}
	for name, field := range fields {
		if field.Block == nil {
			block.Attributes = append(block.Attributes, &tfprotov5.SchemaAttribute{
				Name: name, Type: tftypes.DynamicPseudoType, Required: field.Required, Optional: !field.Required})
			continue
		}
		least := int64(0)
		if field.Required {
			least = 1
		}
		block.BlockTypes = append(block.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Nesting: tfprotov5.SchemaNestedBlockNestingModeList, MinItems: least, Block: nested(field.Block)})
	}
	return block
}
