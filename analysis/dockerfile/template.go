package dockerfile

func (d *Document) findTemplate() {}
