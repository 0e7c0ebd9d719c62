"""Commands that rank choices, price places and look for fixes."""
