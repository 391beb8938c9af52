"""Work given to the machines of a dask cluster: plain values go out and come back, and what is made is a shard."""
