#!/usr/bin/env python3
"""Samples a second that PyTorch trains and encodes on the CPU, of the networks that `jobs/bench engine` measures.

Prints a line of JSON for each network. With --processes as many replicas of it work side by side, each pinned to cores of
its own, and their rates are added.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import time

BATCH = 256
SECONDS = 1.0


def convolutional():
    """28×28 images, 32-64-128-10 and its mirror, as in DCEC (Guo, Liu, Zhu and Yin 2017)."""
    from torch import nn

    encoder = nn.Sequential(
        nn.Conv2d(1, 32, 5, stride=2, padding=2),
        nn.ReLU(),
        nn.Conv2d(32, 64, 5, stride=2, padding=2),
        nn.ReLU(),
        nn.Conv2d(64, 128, 3, stride=2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(1152, 10),
    )
    decoder = nn.Sequential(
        nn.Linear(10, 1152),
        nn.ReLU(),
        nn.Unflatten(1, (128, 3, 3)),
        nn.ConvTranspose2d(128, 64, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 5, stride=2, padding=2, output_padding=1),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5, stride=2, padding=2, output_padding=1),
    )
    return encoder, decoder, (1, 28, 28)


def deep():
    """784-1000-500-250-30 and its mirror, with sigmoids (Hinton and Salakhutdinov 2006)."""
    from torch import nn

    encoder = nn.Sequential(
        nn.Linear(784, 1000),
        nn.Sigmoid(),
        nn.Linear(1000, 500),
        nn.Sigmoid(),
        nn.Linear(500, 250),
        nn.Sigmoid(),
        nn.Linear(250, 30),
    )
    decoder = nn.Sequential(
        nn.Linear(30, 250),
        nn.Sigmoid(),
        nn.Linear(250, 500),
        nn.Sigmoid(),
        nn.Linear(500, 1000),
        nn.Sigmoid(),
        nn.Linear(1000, 784),
        nn.Sigmoid(),
    )
    return encoder, decoder, (784,)


NETWORKS = {"cae": convolutional, "deep": deep}


def per_second(work):
    """Samples a second of `work`, which takes a batch each time."""
    start = time.perf_counter()
    count = 0
    seconds = 0.0
    while seconds < SECONDS:
        work()
        count += 1
        seconds = time.perf_counter() - start
    return BATCH * count / seconds


def replica(name, cores, rounds, together, results):
    """Measures one replica, at the same time as the others, and puts (version, [(train, encode), ...])."""
    # Before PyTorch starts its threads, which inherit it.
    os.sched_setaffinity(0, cores)
    import torch

    torch.set_num_threads(len(cores))
    torch.manual_seed(1)
    encoder, decoder, shape = NETWORKS[name]()
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-3)
    batch = torch.rand(BATCH, *shape)

    def train():
        optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.mse_loss(decoder(encoder(batch)), batch).backward()
        optimizer.step()

    def encode():
        with torch.no_grad():
            encoder(batch)

    rates = []
    for _ in range(1 + rounds):
        figures = []
        for work in train, encode:
            together.wait()
            figures.append(per_second(work))
        rates.append(figures)
    results.put((torch.__version__, rates[1:]))  # the first round warms up


def measure(name, processes, threads, rounds):
    cores = sorted(os.sched_getaffinity(0))
    # Spawned, since PyTorch's threads do not outlive a fork.
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(processes)
    results = context.SimpleQueue()
    replicas = [
        context.Process(
            target=replica,
            args=(name, cores[i * threads : (i + 1) * threads], rounds, together, results),
            daemon=True,
        )
        for i in range(processes)
    ]
    for process in replicas:
        process.start()
    measured = [results.get() for _ in replicas]
    for process in replicas:
        process.join()
    sums = [[sum(rates) for rates in zip(*figures)] for figures in zip(*(rates for _, rates in measured))]
    train, encode = (round(statistics.median(rates), 1) for rates in zip(*sums))
    return {
        "net": name,
        "engine": "pytorch " + measured[0][0],
        "batch": BATCH,
        "processes": processes,
        "threads": threads,
        "train_per_s": train,
        "encode_per_s": encode,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=1, help="replicas side by side (default: 1)")
    parser.add_argument("--threads", type=int, default=1, help="threads, and cores, of each of them (default: 1)")
    parser.add_argument("--rounds", type=int, default=5, help="of which the median is taken (default: 5)")
    options = parser.parse_args()
    if min(options.processes, options.threads, options.rounds) < 1:
        parser.error("all numbers must be positive")
    cores = len(os.sched_getaffinity(0))
    if options.processes * options.threads > cores:
        parser.error(f"there are only {cores} cores")
    # Where PyTorch is missing, this process says so instead of waiting for one that ended.
    import torch  # noqa: F401

    for name in NETWORKS:
        print(json.dumps(measure(name, options.processes, options.threads, options.rounds)), flush=True)


if __name__ == "__main__":
    main()
