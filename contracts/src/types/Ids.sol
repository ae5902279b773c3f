// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A community's permanent id, given once at founding. It outlives every Governor and Timelock.
type CommunityId is bytes32;

using {_sameCommunity as ==, _otherCommunity as !=} for CommunityId global;

/// @notice `keccak256(abi.encode(communityId, slug))`: a named line of model versions in a community.
type ModelId is bytes32;

/// @notice `keccak256(abi.encode(modelId, manifestHash))`: one exact runtime bundle.
type VersionId is bytes32;

/// @notice The cultural protocol a version is offered under. Zero means none was attached.
type PolicyId is bytes32;

using {_otherPolicy as !=} for PolicyId global;

function _sameCommunity(CommunityId left, CommunityId right) pure returns (bool) {
    return CommunityId.unwrap(left) == CommunityId.unwrap(right);
}

function _otherCommunity(CommunityId left, CommunityId right) pure returns (bool) {
    return !(left == right);
}

function _otherPolicy(PolicyId left, PolicyId right) pure returns (bool) {
    return PolicyId.unwrap(left) != PolicyId.unwrap(right);
}
