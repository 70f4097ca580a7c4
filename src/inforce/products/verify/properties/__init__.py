"""What is asked of the law, one property in each file; `registry` lists them."""
