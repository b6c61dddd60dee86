// The image's only program, and the program that writes the image. Standard library only.
module io.foundryidentity/image

go 1.26.0
