"""One case asked many times: tasks that hold no pupil, and the records that come of them."""
