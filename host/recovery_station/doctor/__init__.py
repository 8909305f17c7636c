"""What `station doctor` looks at: this computer, the way to the station, and the station itself."""
