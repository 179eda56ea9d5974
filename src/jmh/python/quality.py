#!/usr/bin/env python3
"""How long PyTorch on the CPU trains until MNIST's test images are reconstructed well enough.

The network is `cae` of pytorch.py, which conf/mnist.conf trains too, with Adam and the squared error. With --processes the
images are dealt to as many processes, whose gradients are averaged after every step. Prints a line of JSON for each epoch
and ends with the first that reaches the target. Only training counts as time.
"""

import argparse
import gzip
import json
import os
import pathlib
import time

from pytorch import convolutional


def images(file):
    """[count, 1, height, width] in 0 to 1, from a gzipped IDX file."""
    import torch

    raw = gzip.decompress(file.read_bytes())
    count, height, width = (int.from_bytes(raw[i : i + 4], "big") for i in (4, 8, 12))
    pixels = torch.frombuffer(bytearray(raw[16:]), dtype=torch.uint8)
    return pixels.reshape(count, 1, height, width)


def train(rank, options):
    import torch

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    encoder, decoder, _ = convolutional()
    network = torch.nn.Sequential(encoder, decoder)
    model = network
    if options.processes > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(options.port))
        torch.distributed.init_process_group("gloo", rank=rank, world_size=options.processes)
        model = torch.nn.parallel.DistributedDataParallel(network)
    folder = pathlib.Path(options.data) / "mnist"
    mine = images(folder / "train-images-idx3-ubyte.gz")[rank :: options.processes]
    test = images(folder / "t10k-images-idx3-ubyte.gz")
    optimizer = torch.optim.Adam(network.parameters(), lr=options.learning_rate)
    seconds = 0.0
    for epoch in range(1, options.epochs + 1):
        start = time.perf_counter()
        for rows in torch.randperm(len(mine)).split(options.batch):
            batch = mine[rows].float() / 255
            optimizer.zero_grad(set_to_none=True)
            torch.nn.functional.mse_loss(model(batch), batch).backward()
            optimizer.step()
        seconds += time.perf_counter() - start
        with torch.no_grad():
            errors = [((network(part.float() / 255) - part.float() / 255) ** 2).sum() for part in test.split(1000)]
        mse = float(sum(errors)) / test.numel()
        if rank == 0:
            print(json.dumps({"epoch": epoch, "test_mse": round(mse, 6), "seconds": round(seconds, 1)}), flush=True)
        if mse <= options.target:
            break


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("HOURGLASS_DATA"), help="folder that holds mnist/")
    parser.add_argument("--target", type=float, default=0.01363, help="mean squared error (default: 0.4 of PCA-10's)")
    parser.add_argument("--processes", type=int, default=1, help="default: 1")
    parser.add_argument("--threads", type=int, default=1, help="of each process (default: 1)")
    parser.add_argument("--batch", type=int, default=64, help="of each process (default: 64)")
    parser.add_argument("--learning-rate", type=float, default=0.002, help="default: 0.002")
    parser.add_argument("--epochs", type=int, default=50, help="at most (default: 50)")
    parser.add_argument("--port", type=int, default=29500, help="by which processes find each other (default: 29500)")
    options = parser.parse_args()
    if not options.data:
        parser.error("say --data FOLDER, or set HOURGLASS_DATA")
    if options.processes == 1:
        train(0, options)
    else:
        import torch

        torch.multiprocessing.spawn(train, args=(options,), nprocs=options.processes)


if __name__ == "__main__":
    main()
