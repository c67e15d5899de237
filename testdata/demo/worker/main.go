package main

import (
	"log"
	"os"

	"github.com/h2non/bimg"
)

func main() {
	for _, name := range os.Args[1:] {
		image, err := bimg.Read(name)
		if err != nil {
			log.Fatal(err)
		}
		small, err := bimg.NewImage(image).Thumbnail(256)
		if err != nil {
			log.Fatal(err)
		}
		if err := bimg.Write(name+".small", small); err != nil {
			log.Fatal(err)
		}
	}
}
