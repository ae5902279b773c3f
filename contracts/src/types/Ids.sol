// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A community's permanent id, given once at founding. It outlives every Governor and Timelock.
type CommunityId is bytes32;

using {_sameCommunity as ==, _otherCommunity as !=} for CommunityId global;

/// @notice `keccak256(abi.encode(communityId, slug))`: a named line of model versions in a community.
type ModelId is bytes32;

/// @notice `keccak256(abi.encode(modelId, manifestHash, contributor))`: one exact runtime bundle, from one contributor.
type VersionId is bytes32;

/// @notice `keccak256(abi.encode(communityId, salt))`: a cultural protocol. Zero where none is attached.
type PolicyId is bytes32;

using {_samePolicy as ==, _otherPolicy as !=} for PolicyId global;

/// @notice `keccak256(abi.encode(communityId, salt))`: people whom a community names together. Says nothing of who they
/// are to whoever does not know the salt.
type GroupId is bytes32;

using {_sameGroup as ==} for GroupId global;

/// @notice `keccak256(abi.encode(communityId, salt))`: a round of quadratic funding.
type RoundId is bytes32;

function _sameCommunity(CommunityId left, CommunityId right) pure returns (bool) {
    return CommunityId.unwrap(left) == CommunityId.unwrap(right);
}

function _otherCommunity(CommunityId left, CommunityId right) pure returns (bool) {
    return !(left == right);
}

function _samePolicy(PolicyId left, PolicyId right) pure returns (bool) {
    return PolicyId.unwrap(left) == PolicyId.unwrap(right);
}

function _otherPolicy(PolicyId left, PolicyId right) pure returns (bool) {
    return !(left == right);
}

function _sameGroup(GroupId left, GroupId right) pure returns (bool) {
    return GroupId.unwrap(left) == GroupId.unwrap(right);
}
