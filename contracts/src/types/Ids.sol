// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A community's permanent id, given once at founding. It outlives every Governor and Timelock.
type CommunityId is bytes32;

/// @notice `keccak256(abi.encode(communityId, slug))`: a named line of model versions in a community.
type ModelId is bytes32;

/// @notice `keccak256(abi.encode(modelId, manifestHash))`: one exact runtime bundle.
type VersionId is bytes32;

/// @notice The cultural protocol a version is offered under. Zero means none was attached.
type PolicyId is bytes32;
