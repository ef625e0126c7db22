"""The networks of src/training/networks in PyTorch, timed as test/bench/train.ts times ours: one JSON line.

Usage: torch-train.py MODEL IMAGE_SIZE BATCH THREADS SECONDS
"""

import json
import sys
import time

import torch
from torch import nn

MODEL, IMAGE_SIZE, BATCH, THREADS, SECONDS = sys.argv[1], *map(int, sys.argv[2:5]), float(sys.argv[5])
CLASSES = 10
FILTERS = [8, 16, 32, 64, 96]


def small_cnn():
    layers = []
    channels = 1
    for filters in FILTERS if IMAGE_SIZE >= 40 else FILTERS[:-1]:
        layers += [
            nn.Conv2d(channels, filters, 3, padding=1, bias=False),
            nn.BatchNorm2d(filters),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
        ]
        channels = filters
    side = IMAGE_SIZE >> (len(layers) // 4)
    return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.2), nn.Linear(side * side * channels, CLASSES))


def conv_norm(before, after, size, relu=True, stride=1):
    layers = [
        nn.Conv2d(before, after, size, stride=stride, padding=size // 2, bias=False),
        nn.BatchNorm2d(after, eps=1.001e-5, momentum=0.01),
    ]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if relu else nn.Sequential(*layers)


class Bottleneck(nn.Module):
    def __init__(self, before):
        super().__init__()
        self.shortcut = nn.Identity() if before == 256 else conv_norm(before, 256, 1, relu=False)
        self.path = nn.Sequential(conv_norm(before, 64, 1), conv_norm(64, 64, 3), conv_norm(64, 256, 1, relu=False))

    def forward(self, x):
        return torch.relu(self.shortcut(x) + self.path(x))


def resnet50_conv2():
    pool = nn.MaxPool2d(3, 2, 1)
    blocks = [Bottleneck(64), Bottleneck(256), Bottleneck(256)]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, CLASSES)]
    return nn.Sequential(conv_norm(3, 64, 7, stride=2), pool, *blocks, *head)


def median_time(call):
    """Median seconds of a call, over as many calls as the time allows, at least three."""
    for _ in range(3):
        call()
    times = []
    begun = time.perf_counter()
    while len(times) < 3 or time.perf_counter() - begun < SECONDS:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def measure(memory_format):
    model = (small_cnn if MODEL == "small-cnn" else resnet50_conv2)().to(memory_format=memory_format)
    channels = 1 if MODEL == "small-cnn" else 3
    x = torch.randn(BATCH, channels, IMAGE_SIZE, IMAGE_SIZE).contiguous(memory_format=memory_format)
    adam = torch.optim.Adam(model.parameters(), lr=1e-4)

    def forward():
        with torch.no_grad():
            model(x).sum().item()

    def step():
        adam.zero_grad()
        loss = model(x).square().mean()
        loss.backward()
        adam.step()
        loss.item()

    model.eval()
    forward_seconds = median_time(forward)
    model.train()
    step_seconds = median_time(step)
    trained = sum(p.numel() for p in model.parameters())
    return {"forward": BATCH / forward_seconds, "step": BATCH / step_seconds, "trained": trained}


torch.set_num_threads(THREADS)
# Whichever layout suits PyTorch better here.
best = max((measure(layout) for layout in (torch.contiguous_format, torch.channels_last)), key=lambda m: m["step"])
print(json.dumps({**best, "version": torch.__version__}))
