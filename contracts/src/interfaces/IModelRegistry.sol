// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "./ICulturalProtocols.sol";
import {IFederation} from "./IFederation.sol";
import {CommunityId, ModelId, PolicyId, VersionId} from "../types/Ids.sol";

/// @title IModelRegistry
/// @notice Which exact bytes each community runs. A singleton without an owner: only a community's authority approves
/// in its name, and only for itself.
interface IModelRegistry {
    /// @notice Where a version stands for one community.
    /// `Submitted`, `ConsentPending`, `Consented` and `Withdrawn` belong to the version; the rest to (community,
    /// version). `Revoked` and `Withdrawn` are terminal. `ConsentPending`, `Consented`, `Superseded` and `Withheld` are
    /// derived, never stored: the elders' consent does not stand, or stands; a later version took its place; it was
    /// adopted from a community that has suspended it, or shares it no longer.
    enum Status {
        Unknown,
        Submitted,
        ConsentPending,
        Consented,
        Approved,
        Suspended,
        Revoked,
        Withdrawn,
        Superseded,
        Withheld
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

    /// @notice What is on record of a version. All but the last two never changes.
    struct Version {
        CommunityId communityId;
        ModelId modelId;
        bytes32 manifestHash;
        bytes32 artifactsRoot;
        VersionId parent;
        PolicyId policyId;
        address contributor;
        uint48 submittedAt;
        uint64 artifactsCodec;
        uint64 totalBytes;
        uint48 notBefore;
        uint48 expiresAt;
        bool withdrawn;
        bool knowledgeWithdrawn;
    }

    /// @notice What a community decided about a version.
    /// @param status `Unknown` until the community decided; then Approved, Suspended or Revoked.
    /// @param approvedAt Unix seconds of the vote that approved it; a suspension and its lifting leave it as it is.
    /// @param changedAt Unix seconds of the last change.
    /// @param keepsOnRevocation It was adopted under a grant that lets the community keep it, whatever its home does.
    /// @param policyId The policy the approval was voted under.
    /// @param successor The version that the community voted into its place; zero for none.
    struct Decision {
        Status status;
        uint48 approvedAt;
        uint48 changedAt;
        bool keepsOnRevocation;
        PolicyId policyId;
        VersionId successor;
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
    /// @notice `communityId` voted `successor` into the place of `versionId`: it counts as superseded while the successor
    /// stands approved. Each replaces the one before.
    event VersionSuperseded(CommunityId indexed communityId, VersionId indexed versionId, VersionId indexed successor);
    /// @notice A steward, an elder or the community stopped the version at once. Only a vote restores it.
    event VersionSuspended(
        CommunityId indexed communityId,
        VersionId indexed versionId,
        address indexed by,
        string reason
    );
    /// @notice The community lifted the suspension by vote.
    event VersionRestored(CommunityId indexed communityId, VersionId indexed versionId);
    /// @notice Who contributed the knowledge takes it back: no community runs the version again, whatever it decided.
    event KnowledgeWithdrawn(VersionId indexed versionId, address indexed by, string reason);
    /// @notice `evaluator` attached the report with this digest. The latest counts.
    event EvaluationAttached(VersionId indexed versionId, address indexed evaluator, bytes32 report);
    /// @notice The community gives weight to this evaluator's reports, or does not any more.
    event EvaluatorSet(CommunityId indexed communityId, address indexed evaluator, bool recognised);
    /// @notice The community approves nothing without a report of an evaluator it recognises, or does again.
    event EvaluationRequiredSet(CommunityId indexed communityId, bool required);
    /// @notice The community ended the approval for good, or its home or the knowledge's custodian did and `by` wrote it
    /// down. Never followed by another approval.
    event VersionRevoked(
        CommunityId indexed communityId,
        VersionId indexed versionId,
        address indexed by,
        string reason
    );

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
    /// @notice The version belongs to another community, which does not share it with this one, or does not run it.
    error ModelRegistry_NotShared(VersionId versionId, CommunityId communityId);
    /// @notice A version is offered under a policy of its own community.
    error ModelRegistry_ForeignPolicy(PolicyId policyId, CommunityId communityId);
    /// @notice The policy does not stand on that of the parent version, so it might permit what the parent refuses.
    error ModelRegistry_PolicyNotCarried(VersionId parent, PolicyId parentPolicyId, PolicyId policyId);
    /// @notice The protocols of the parent version do not let this one descend from it.
    error ModelRegistry_NotDerivable(VersionId parent, VersionId versionId);
    /// @notice Fewer elders consent than the policy asks for.
    error ModelRegistry_NoConsent(VersionId versionId, PolicyId policyId);
    /// @notice No evaluator that the community recognises has attached a report, and it asks for one.
    error ModelRegistry_NotEvaluated(CommunityId communityId, VersionId versionId);
    /// @notice A community recognises 32 evaluators at most.
    error ModelRegistry_TooManyEvaluators(CommunityId communityId);
    /// @notice Only a version with a parent that the community approved takes the place of one.
    error ModelRegistry_NothingToSupersede(VersionId versionId);
    /// @notice The caller is the custodian of none of the version's policies.
    error ModelRegistry_NotCustodian(VersionId versionId, address caller);

    /// @notice Puts a version on record. Anyone may; nothing runs by it. A parent of another community takes that
    /// community's grant to derive; a policy has to be of the version's own community, and to stand on the parent's.
    /// @dev The id binds the contributor: nobody can take the place of a submission that it sees coming. It does not bind
    /// where the bytes lie; voters and workers check the whole record.
    function submitVersion(Submission calldata submission) external returns (VersionId versionId);

    /// @notice The contributor takes back a version that its home community has not decided about.
    function withdrawVersion(VersionId versionId) external;

    /// @notice Approves a version for the caller's community, under the policy that was voted on; of another community,
    /// where that one has approved it and grants its adoption. Only the authority.
    /// @param supersedesParent The version takes the place of its parent.
    /// @dev Warning: the bytes are not checked here, and a window that is over does not stop an approval; ask
    /// {isRunnable} before running anything.
    function approve(CommunityId communityId, VersionId versionId, PolicyId policyId, bool supersedesParent) external;

    /// @notice Stops an approved version at once. Any steward or elder of the community, or its authority.
    function suspend(CommunityId communityId, VersionId versionId, string calldata reason) external;

    /// @notice Lifts a suspension. Only the authority, and only while the consent stands that the policy asks for.
    function restore(CommunityId communityId, VersionId versionId) external;

    /// @notice Ends an approval for good. Only the authority.
    function revoke(CommunityId communityId, VersionId versionId, string calldata reason) external;

    /// @notice Ends all approvals of a version, in every community and for good. Only a custodian of the knowledge, as the
    /// version's policy names it, or one that it stands on.
    function withdrawKnowledge(VersionId versionId, string calldata reason) external;

    /// @notice Takes an approval that its home, or a custodian, has ended off the list. Anyone may; it changes nothing
    /// about what may run.
    function settle(CommunityId communityId, VersionId versionId) external;

    /// @notice Attaches the caller's report about a version; replaces its earlier one. Anyone may.
    /// @param report sha256 of the report, not zero.
    function attachEvaluation(VersionId versionId, bytes32 report) external;

    /// @notice Gives an evaluator's reports weight, or takes it. Only the authority.
    function setEvaluator(CommunityId communityId, address evaluator, bool recognised) external;

    /// @notice Asks for a report of a recognised evaluator before every approval, or does not. Only the authority.
    function setEvaluationRequired(CommunityId communityId, bool required) external;

    /// @notice The rules that versions stand under.
    function protocols() external view returns (ICulturalProtocols);

    /// @notice Where communities say what they share.
    function federation() external view returns (IFederation);

    /// @notice The digest of the evaluator's report; zero where it attached none.
    function evaluationOf(VersionId versionId, address evaluator) external view returns (bytes32);

    /// @notice The evaluators that the community recognises.
    function evaluatorsOf(CommunityId communityId) external view returns (address[] memory);

    /// @notice Whether the community asks for an evaluation before it approves.
    function isEvaluationRequired(CommunityId communityId) external view returns (bool);

    /// @notice Where a version stands for a community: what that community decided, else how the version itself
    /// stands; `Unknown` where it is not on record.
    function statusOf(CommunityId communityId, VersionId versionId) external view returns (Status);

    /// @notice Whether a community's worker may run the version now: its status is `Approved`, and it is inside its time
    /// window. What its policy says of who asks is another question.
    function isRunnable(CommunityId communityId, VersionId versionId) external view returns (bool);

    /// @notice The record; reverts with {ModelRegistry_UnknownVersion} where there is none.
    function versionOf(VersionId versionId) external view returns (Version memory);

    /// @notice What the community decided; status `Unknown` where it has not.
    function decisionOf(CommunityId communityId, VersionId versionId) external view returns (Decision memory);

    /// @notice A model's slug; empty where there is no such model.
    function slugOf(ModelId modelId) external view returns (string memory);

    /// @notice How many versions are on the list of {approvedVersions}.
    function approvedCount(CommunityId communityId) external view returns (uint256);

    /// @notice A page of the versions that the community approved and has not stopped; shorter than `limit` at the end,
    /// empty past it. Order may change between blocks; read at one block.
    /// @dev Warning: superseded ones are on it, and of those that were adopted also what its home has stopped since: ask
    /// {isRunnable}.
    function approvedVersions(
        CommunityId communityId,
        uint256 offset,
        uint256 limit
    ) external view returns (VersionId[] memory);

    /// @notice `keccak256(abi.encode(communityId, slug))`.
    function modelIdFor(CommunityId communityId, string calldata slug) external pure returns (ModelId);

    /// @notice `keccak256(abi.encode(modelId, manifestHash, contributor))`.
    function versionIdFor(ModelId modelId, bytes32 manifestHash, address contributor) external pure returns (VersionId);
}
