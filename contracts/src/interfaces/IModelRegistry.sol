// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "./ICommunityRegistry.sol";
import {CommunityId, ModelId, PolicyId, VersionId} from "../types/Ids.sol";

/// @title IModelRegistry
/// @notice Which exact bytes each community runs. A singleton without an owner: only a community's authority approves
/// in its name, and only for itself.
interface IModelRegistry {
    /// @notice Where a version stands for one community.
    /// `Submitted`, `ConsentPending`, `Consented` and `Withdrawn` belong to the version; the rest to (community,
    /// version). `Revoked` is terminal.
    enum Status {
        Unknown,
        Submitted,
        ConsentPending,
        Consented,
        Approved,
        Suspended,
        Revoked,
        Withdrawn
    }

    /// @notice What a contributor submits.
    /// @param slug Name of the model in its community: 1 to 64 of a-z, 0-9 and inner hyphens.
    /// @param manifestHash sha256 of the canonical manifest.
    /// @param artifactsRoot sha2-256 digest of the CIDv1 of the folder that holds the manifest's files.
    /// @param artifactsCodec Multicodec of that CID: 0x70 (dag-pb) or 0x55 (raw).
    /// @param parent The version this one descends from; zero for none.
    /// @param policyId The cultural protocol it is offered under; zero for none.
    /// @param totalBytes Sum of the sizes of the manifest's files.
    /// @param notBefore Unix seconds before which nobody may run it; zero for none.
    /// @param expiresAt Unix seconds from which nobody may run it; zero for never.
    struct Submission {
        CommunityId communityId;
        string slug;
        bytes32 manifestHash;
        bytes32 artifactsRoot;
        uint64 artifactsCodec;
        VersionId parent;
        PolicyId policyId;
        uint64 totalBytes;
        uint48 notBefore;
        uint48 expiresAt;
    }

    /// @notice What is on record of a version. All but `withdrawn` never changes.
    struct Version {
        CommunityId communityId;
        ModelId modelId;
        bytes32 manifestHash;
        bytes32 artifactsRoot;
        VersionId parent;
        PolicyId policyId;
        address contributor;
        uint48 submittedAt;
        bool withdrawn;
        uint64 artifactsCodec;
        uint64 totalBytes;
        uint48 notBefore;
        uint48 expiresAt;
    }

    /// @notice What a community decided about a version.
    /// @param status `Unknown` until the community decided; then Approved, Suspended or Revoked.
    /// @param approvedAt Unix seconds of the vote that approved it; a suspension and its lifting leave it as it is.
    /// @param changedAt Unix seconds of the last change.
    /// @param policyId The policy the approval was voted under.
    struct Decision {
        Status status;
        uint48 approvedAt;
        uint48 changedAt;
        PolicyId policyId;
    }

    /// @notice A model has its first version. Two of these events never carry the same `modelId`.
    event ModelCreated(ModelId indexed modelId, CommunityId indexed communityId, string slug);
    /// @notice A version is on record. Two of these events never carry the same `versionId`.
    event VersionSubmitted(
        VersionId indexed versionId,
        ModelId indexed modelId,
        CommunityId indexed communityId,
        address contributor,
        bytes32 manifestHash,
        bytes32 artifactsRoot,
        uint64 artifactsCodec,
        VersionId parent,
        PolicyId policyId,
        uint64 totalBytes,
        uint48 notBefore,
        uint48 expiresAt
    );
    /// @notice The contributor took the version back before its community approved it. Terminal.
    event VersionWithdrawn(VersionId indexed versionId, address indexed contributor);
    /// @notice `communityId` approved the version, under `policyId`. Its workers may run it from now on.
    event VersionApproved(CommunityId indexed communityId, VersionId indexed versionId, PolicyId policyId);
    /// @notice A steward, an elder or the community stopped the version at once. Only a vote restores it.
    event VersionSuspended(
        CommunityId indexed communityId,
        VersionId indexed versionId,
        address indexed by,
        string reason
    );
    /// @notice The community lifted the suspension by vote.
    event VersionRestored(CommunityId indexed communityId, VersionId indexed versionId);
    /// @notice The community ended the approval for good. Never followed by another approval.
    event VersionRevoked(
        CommunityId indexed communityId,
        VersionId indexed versionId,
        address indexed by,
        string reason
    );

    /// @notice The address given at deployment holds no code.
    error ModelRegistry_InvalidRegistry(address registry);
    /// @notice No community has this id.
    error ModelRegistry_UnknownCommunity(CommunityId communityId);
    /// @notice No version has this id.
    error ModelRegistry_UnknownVersion(VersionId versionId);
    /// @notice The same manifest is on record for the same model already.
    error ModelRegistry_AlreadySubmitted(VersionId versionId);
    /// @notice Not 1 to 64 of a-z, 0-9 and inner hyphens.
    error ModelRegistry_InvalidSlug(string slug);
    /// @notice A digest is zero.
    error ModelRegistry_InvalidDigest();
    /// @notice Neither dag-pb (0x70) nor raw (0x55).
    error ModelRegistry_InvalidCodec(uint64 codec);
    /// @notice The time window is empty, or over already.
    error ModelRegistry_InvalidWindow(uint48 notBefore, uint48 expiresAt);
    /// @notice A bundle of no bytes.
    error ModelRegistry_EmptyBundle();
    /// @notice The caller is not the community's authority.
    error ModelRegistry_NotAuthority(CommunityId communityId, address caller);
    /// @notice The caller may not suspend: not a steward, an elder or the authority.
    error ModelRegistry_NotGuardian(CommunityId communityId, address caller);
    /// @notice The caller did not contribute the version.
    error ModelRegistry_NotContributor(VersionId versionId, address caller);
    /// @notice The step is not allowed from where the version stands.
    error ModelRegistry_WrongStatus(CommunityId communityId, VersionId versionId, Status status);
    /// @notice The vote named another policy than the one the version is offered under.
    error ModelRegistry_PolicyMismatch(VersionId versionId, PolicyId offered, PolicyId voted);
    /// @notice The version belongs to another community, and nothing was shared with this one.
    error ModelRegistry_NotShared(VersionId versionId, CommunityId communityId);

    /// @notice Puts a version on record. Anyone may; nothing runs by it. A parent has to be a version of the same
    /// community.
    /// @dev Warning: the id does not bind the contributor or where the bytes lie. Who sees a submission before it is
    /// included can put the same manifest on record first, under another policy, window or root. Nothing runs by that
    /// (voters and workers check the whole record), but the honest contributor then has to change the manifest.
    function submitVersion(Submission calldata submission) external returns (VersionId versionId);

    /// @notice The contributor takes back a version that its home community has not decided about.
    function withdrawVersion(VersionId versionId) external;

    /// @notice Approves a version for the caller's community, under the policy that was voted on. Only the authority.
    /// @dev Warning: the bytes are not checked here, and a window that is over does not stop an approval; ask
    /// {isRunnable} before running anything.
    function approve(CommunityId communityId, VersionId versionId, PolicyId policyId) external;

    /// @notice Stops an approved version at once. Any steward or elder of the community, or its authority.
    function suspend(CommunityId communityId, VersionId versionId, string calldata reason) external;

    /// @notice Lifts a suspension. Only the authority.
    function restore(CommunityId communityId, VersionId versionId) external;

    /// @notice Ends an approval for good. Only the authority.
    function revoke(CommunityId communityId, VersionId versionId, string calldata reason) external;

    /// @notice The registry that says who speaks for a community.
    function communityRegistry() external view returns (ICommunityRegistry);

    /// @notice Where a version stands for a community: what that community decided, else how the version itself
    /// stands; `Unknown` where it is not on record.
    function statusOf(CommunityId communityId, VersionId versionId) external view returns (Status);

    /// @notice Whether a community's worker may run the version now: approved, and inside its time window.
    function isRunnable(CommunityId communityId, VersionId versionId) external view returns (bool);

    /// @notice The record; reverts with {ModelRegistry_UnknownVersion} where there is none.
    function versionOf(VersionId versionId) external view returns (Version memory);

    /// @notice What the community decided; status `Unknown` where it has not.
    function decisionOf(CommunityId communityId, VersionId versionId) external view returns (Decision memory);

    /// @notice A model's slug; empty where there is no such model.
    function slugOf(ModelId modelId) external view returns (string memory);

    /// @notice How many versions stand approved (not suspended, not revoked) for the community.
    function approvedCount(CommunityId communityId) external view returns (uint256);

    /// @notice A page of the versions that stand approved; shorter than `limit` at the end, empty past it. Order may
    /// change between blocks; read at one block.
    function approvedVersions(
        CommunityId communityId,
        uint256 offset,
        uint256 limit
    ) external view returns (VersionId[] memory);

    /// @notice `keccak256(abi.encode(communityId, slug))`.
    function modelIdFor(CommunityId communityId, string calldata slug) external pure returns (ModelId);

    /// @notice `keccak256(abi.encode(modelId, manifestHash))`.
    function versionIdFor(ModelId modelId, bytes32 manifestHash) external pure returns (VersionId);
}
