"""Who goes where and from when: options, the model, the proof and the reasons."""
