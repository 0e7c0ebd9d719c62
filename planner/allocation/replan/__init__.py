"""Planning anew after news: which offers are to be kept, and why the others change."""
