"""What verify, diff and the gaps of the law's tests share: both provers, and smallest cases in words."""
