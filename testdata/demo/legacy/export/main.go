package main

import (
	"flag"
	"fmt"
)

func main() {
	table := flag.String("table", "", "the table to export")
	flag.Parse()
	fmt.Println(*table)
}
