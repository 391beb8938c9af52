"""Boosted trees: fit them with LightGBM, and write them as ONNX, which needs neither LightGBM nor a pickle to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper

Floats = npt.NDArray[np.float32]

COMMON = {
    "objective": "binary",
    "min_data_in_leaf": 80,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "use_missing": False,
    "force_col_wise": True,
    "deterministic": True,
    "num_threads": 1,
    "seed": 7,
    "verbose": -1,
}


def fit(rows: Floats, label: Floats, weight: Floats, *, rounds: int, params: dict[str, Any]) -> lightgbm.Booster:
    """Return trees fitted to the rows of known label."""
    known = weight > 0
    data = lightgbm.Dataset(rows[known], label[known], weight=weight[known])
    return lightgbm.train({**COMMON, **params}, data, rounds)


_COLUMNS = (
    "nodes_treeids nodes_nodeids nodes_modes nodes_featureids nodes_values nodes_truenodeids nodes_falsenodeids"
    " target_treeids target_nodeids target_ids target_weights"
).split()


@dataclass(slots=True)
class _Table:
    """The nodes of all trees, column by column, as ONNX wants them."""

    columns: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in _COLUMNS})

    def add(self, tree: int, root: dict[str, Any]) -> None:
        numbers = {id(node): at for at, node in enumerate(_walk(root))}
        for at, node in enumerate(_walk(root)):
            leaf = "leaf_value" in node
            children = (0, 0) if leaf else (numbers[id(node["left_child"])], numbers[id(node["right_child"])])
            self._put(
                nodes_treeids=tree, nodes_nodeids=at, nodes_modes="LEAF" if leaf else "BRANCH_LEQ",
                nodes_featureids=0 if leaf else node["split_feature"],
                nodes_values=0.0 if leaf else _below(node["threshold"]),
                nodes_truenodeids=children[0], nodes_falsenodeids=children[1],
            )  # fmt: skip
            if leaf:
                self._put(target_treeids=tree, target_nodeids=at, target_ids=0, target_weights=node["leaf_value"])

    def _put(self, **cells: Any) -> None:
        for name, cell in cells.items():
            self.columns[name].append(cell)


def write_onnx(trees: lightgbm.Booster, path: Path) -> None:
    """Write trees as one ONNX graph: `features` (rows × columns, float32) to `probability` (rows × 1)."""
    table = _Table()
    model = trees.dump_model()
    for number, tree in enumerate(model["tree_info"]):
        table.add(number, tree["tree_structure"])
    attributes: dict[str, Any] = {"n_targets": 1, **table.columns}
    node = helper.make_node("TreeEnsembleRegressor", ["features"], ["score"], domain="ai.onnx.ml", **attributes)
    columns = trees.num_feature()
    graph = helper.make_graph(
        [node, helper.make_node("Sigmoid", ["score"], ["probability"])],
        "body",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, columns])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, [None, 1])],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    onnx.save(helper.make_model(graph, opset_imports=versions, ir_version=8), path)


def _walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for side in ("left_child", "right_child"):
        if side in node:
            yield from _walk(node[side])


def _below(threshold: float) -> float:
    # Rounded down to float32: "not above" then says the same of every float32 as LightGBM says of it as a double.
    single = np.float32(threshold)
    return float(np.nextafter(single, np.float32(-np.inf)) if single > threshold else single)
