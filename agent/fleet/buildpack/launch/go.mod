// The buildpack's program for launch. Standard library only.
module io.foundryidentity/buildpack

go 1.26.0
