// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {CommunityId, ModelId, PolicyId, VersionId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";

/// @title ModelRegistry
/// @notice See {IModelRegistry}.
///
/// A version, once for all communities (the role on the arrow makes the step):
///
///   (none) ──anyone: submitVersion──> Submitted ──contributor: withdrawVersion──> Withdrawn (terminal)
///                                         │           while its home has not decided
///                                         │
/// and then, for each community on its own, ▼
///
///   Submitted ──authority: approve──> Approved ──steward | elder | authority: suspend──> Suspended
///                                      │    ^                                            │    │
///                                      │    └──────────────authority: restore────────────┘    │
///                                      │                                                      │
///                                      └──authority: revoke──> Revoked <──authority: revoke───┘
///                                                             (terminal)
///
/// Derived, never stored: whether the present moment lies inside the version's window ({isRunnable}).
///
/// @dev What belongs to a version and what a community decided about it are kept apart, so that one community's "no"
/// never touches another's "yes". `ConsentPending` and `Consented` are reserved for the elders' consent, which stands
/// between `Submitted` and `Approved`.
contract ModelRegistry is IModelRegistry {
    using EnumerableSet for EnumerableSet.Bytes32Set;

    uint64 private constant CODEC_DAG_PB = 0x70;

    uint64 private constant CODEC_RAW = 0x55;

    uint256 private constant SLUG_LENGTH = 64;

    /// @inheritdoc IModelRegistry
    ICommunityRegistry public immutable communityRegistry;

    mapping(ModelId modelId => string) private _slugs;

    mapping(VersionId versionId => Version) private _versions;

    mapping(CommunityId communityId => mapping(VersionId versionId => Decision)) private _decisions;

    /// @dev Exactly the versions whose decision is `Approved`.
    mapping(CommunityId communityId => EnumerableSet.Bytes32Set) private _approved;

    constructor(ICommunityRegistry communityRegistry_) {
        if (address(communityRegistry_).code.length == 0) {
            revert ModelRegistry_InvalidRegistry(address(communityRegistry_));
        }
        communityRegistry = communityRegistry_;
    }

    modifier onlyAuthority(CommunityId communityId) {
        if (msg.sender != communityRegistry.authorityOf(communityId)) {
            revert ModelRegistry_NotAuthority(communityId, msg.sender);
        }
        _;
    }

    /// @inheritdoc IModelRegistry
    function submitVersion(Submission calldata submission) external returns (VersionId versionId) {
        CommunityId communityId = submission.communityId;
        _validate(submission);

        ModelId modelId = modelIdFor(communityId, submission.slug);
        versionId = versionIdFor(modelId, submission.manifestHash);
        if (_exists(versionId)) revert ModelRegistry_AlreadySubmitted(versionId);

        if (bytes(_slugs[modelId]).length == 0) {
            _slugs[modelId] = submission.slug;
            emit ModelCreated(modelId, communityId, submission.slug);
        }
        _versions[versionId] = Version({
            communityId: communityId,
            modelId: modelId,
            manifestHash: submission.manifestHash,
            artifactsRoot: submission.artifactsRoot,
            parent: submission.parent,
            policyId: submission.policyId,
            contributor: msg.sender,
            submittedAt: uint48(block.timestamp),
            withdrawn: false,
            artifactsCodec: submission.artifactsCodec,
            totalBytes: submission.totalBytes,
            notBefore: submission.notBefore,
            expiresAt: submission.expiresAt
        });
        emit VersionSubmitted(
            versionId,
            modelId,
            communityId,
            msg.sender,
            submission.manifestHash,
            submission.artifactsRoot,
            submission.artifactsCodec,
            submission.parent,
            submission.policyId,
            submission.totalBytes,
            submission.notBefore,
            submission.expiresAt
        );
    }

    /// @inheritdoc IModelRegistry
    function withdrawVersion(VersionId versionId) external {
        Version storage version = _version(versionId);
        if (msg.sender != version.contributor) revert ModelRegistry_NotContributor(versionId, msg.sender);
        _requireStatus(version.communityId, versionId, Status.Submitted);

        version.withdrawn = true;
        emit VersionWithdrawn(versionId, msg.sender);
    }

    /// @inheritdoc IModelRegistry
    function approve(
        CommunityId communityId,
        VersionId versionId,
        PolicyId policyId
    ) external onlyAuthority(communityId) {
        Version storage version = _version(versionId);
        if (version.communityId != communityId) revert ModelRegistry_NotShared(versionId, communityId);
        _requireStatus(communityId, versionId, Status.Submitted);
        if (version.policyId != policyId) {
            revert ModelRegistry_PolicyMismatch(versionId, version.policyId, policyId);
        }

        _decisions[communityId][versionId] = Decision({
            status: Status.Approved,
            approvedAt: uint48(block.timestamp),
            changedAt: uint48(block.timestamp),
            policyId: policyId
        });
        _approved[communityId].add(VersionId.unwrap(versionId));
        emit VersionApproved(communityId, versionId, policyId);
    }

    /// @inheritdoc IModelRegistry
    function suspend(CommunityId communityId, VersionId versionId, string calldata reason) external {
        if (!_isGuardian(communityId, msg.sender)) revert ModelRegistry_NotGuardian(communityId, msg.sender);
        _requireStatus(communityId, versionId, Status.Approved);

        _decide(communityId, versionId, Status.Suspended);
        _approved[communityId].remove(VersionId.unwrap(versionId));
        emit VersionSuspended(communityId, versionId, msg.sender, reason);
    }

    /// @inheritdoc IModelRegistry
    function restore(CommunityId communityId, VersionId versionId) external onlyAuthority(communityId) {
        _requireStatus(communityId, versionId, Status.Suspended);

        _decide(communityId, versionId, Status.Approved);
        _approved[communityId].add(VersionId.unwrap(versionId));
        emit VersionRestored(communityId, versionId);
    }

    /// @inheritdoc IModelRegistry
    function revoke(
        CommunityId communityId,
        VersionId versionId,
        string calldata reason
    ) external onlyAuthority(communityId) {
        Status status = statusOf(communityId, versionId);
        if (status != Status.Approved && status != Status.Suspended) {
            revert ModelRegistry_WrongStatus(communityId, versionId, status);
        }

        _decide(communityId, versionId, Status.Revoked);
        _approved[communityId].remove(VersionId.unwrap(versionId));
        emit VersionRevoked(communityId, versionId, msg.sender, reason);
    }

    /// @inheritdoc IModelRegistry
    function isRunnable(CommunityId communityId, VersionId versionId) external view returns (bool) {
        if (_decisions[communityId][versionId].status != Status.Approved) return false;
        Version storage version = _versions[versionId];
        return block.timestamp >= version.notBefore && (version.expiresAt == 0 || block.timestamp < version.expiresAt);
    }

    /// @inheritdoc IModelRegistry
    function versionOf(VersionId versionId) external view returns (Version memory) {
        return _version(versionId);
    }

    /// @inheritdoc IModelRegistry
    function decisionOf(CommunityId communityId, VersionId versionId) external view returns (Decision memory) {
        return _decisions[communityId][versionId];
    }

    /// @inheritdoc IModelRegistry
    function slugOf(ModelId modelId) external view returns (string memory) {
        return _slugs[modelId];
    }

    /// @inheritdoc IModelRegistry
    function approvedCount(CommunityId communityId) external view returns (uint256) {
        return _approved[communityId].length();
    }

    /// @inheritdoc IModelRegistry
    function approvedVersions(
        CommunityId communityId,
        uint256 offset,
        uint256 limit
    ) external view returns (VersionId[] memory page) {
        EnumerableSet.Bytes32Set storage approved = _approved[communityId];
        uint256 count = approved.length();
        uint256 start = offset < count ? offset : count;
        uint256 size = limit < count - start ? limit : count - start;

        page = new VersionId[](size);
        for (uint256 i = 0; i < size; ++i) {
            page[i] = VersionId.wrap(approved.at(start + i));
        }
    }

    /// @inheritdoc IModelRegistry
    function statusOf(CommunityId communityId, VersionId versionId) public view returns (Status) {
        if (!_exists(versionId)) return Status.Unknown;
        Status decided = _decisions[communityId][versionId].status;
        if (decided != Status.Unknown) return decided;
        return _versions[versionId].withdrawn ? Status.Withdrawn : Status.Submitted;
    }

    /// @inheritdoc IModelRegistry
    function modelIdFor(CommunityId communityId, string calldata slug) public pure returns (ModelId) {
        return ModelId.wrap(keccak256(abi.encode(communityId, slug)));
    }

    /// @inheritdoc IModelRegistry
    function versionIdFor(ModelId modelId, bytes32 manifestHash) public pure returns (VersionId) {
        return VersionId.wrap(keccak256(abi.encode(modelId, manifestHash)));
    }

    function _decide(CommunityId communityId, VersionId versionId, Status status) private {
        Decision storage decision = _decisions[communityId][versionId];
        decision.status = status;
        decision.changedAt = uint48(block.timestamp);
    }

    function _exists(VersionId versionId) private view returns (bool) {
        return _versions[versionId].contributor != address(0);
    }

    function _version(VersionId versionId) private view returns (Version storage) {
        if (!_exists(versionId)) revert ModelRegistry_UnknownVersion(versionId);
        return _versions[versionId];
    }

    function _requireStatus(CommunityId communityId, VersionId versionId, Status required) private view {
        Status status = statusOf(communityId, versionId);
        if (status != required) revert ModelRegistry_WrongStatus(communityId, versionId, status);
    }

    /// @dev The roll is the community's own contract: what it answers is believed for that community alone.
    function _isGuardian(CommunityId communityId, address account) private view returns (bool) {
        if (account == communityRegistry.authorityOf(communityId)) return true;
        address membership = communityRegistry.membershipOf(communityId);
        return membership != address(0) && IMembership(membership).hasAnyRole(account, Roles.ELDER | Roles.STEWARD);
    }

    function _validate(Submission calldata submission) private view {
        CommunityId communityId = submission.communityId;
        if (communityRegistry.authorityOf(communityId) == address(0)) {
            revert ModelRegistry_UnknownCommunity(communityId);
        }
        if (!_isSlug(bytes(submission.slug))) revert ModelRegistry_InvalidSlug(submission.slug);
        if (submission.manifestHash == 0 || submission.artifactsRoot == 0) revert ModelRegistry_InvalidDigest();
        if (submission.artifactsCodec != CODEC_DAG_PB && submission.artifactsCodec != CODEC_RAW) {
            revert ModelRegistry_InvalidCodec(submission.artifactsCodec);
        }
        if (submission.totalBytes == 0) revert ModelRegistry_EmptyBundle();

        uint48 expiresAt = submission.expiresAt;
        if (expiresAt != 0 && (expiresAt <= submission.notBefore || expiresAt <= block.timestamp)) {
            revert ModelRegistry_InvalidWindow(submission.notBefore, expiresAt);
        }

        VersionId parent = submission.parent;
        if (VersionId.unwrap(parent) != 0 && _version(parent).communityId != communityId) {
            revert ModelRegistry_NotShared(parent, communityId);
        }
    }

    /// @dev 1 to 64 of a-z, 0-9 and hyphens that are neither first nor last.
    function _isSlug(bytes calldata slug) private pure returns (bool) {
        uint256 length = slug.length;
        if (length == 0 || length > SLUG_LENGTH || slug[0] == "-" || slug[length - 1] == "-") return false;
        for (uint256 i = 0; i < length; ++i) {
            bytes1 char = slug[i];
            bool allowed = (char >= "a" && char <= "z") || (char >= "0" && char <= "9") || char == "-";
            if (!allowed) return false;
        }
        return true;
    }
}
