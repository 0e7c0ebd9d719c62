"""What a scenario comes to: futures, one scenario's outlook, and several side by side."""
