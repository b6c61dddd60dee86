// Tests the image that agent/fleet/image/build writes. Not a module of the Maven build.
module io.foundryidentity/fleet-image

go 1.26.0
