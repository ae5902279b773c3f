// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../interfaces/ICulturalProtocols.sol";
import {IFederation} from "../interfaces/IFederation.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {CommunityId, ModelId, PolicyId, VersionId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";
import {Scopes} from "../types/Scopes.sol";
import {CommunityBound} from "./CommunityBound.sol";

/// @title ModelRegistry
/// @notice See {IModelRegistry}.
///
/// A version, once for all communities (the role on the arrow makes the step):
///
///   (none) ──anyone: submitVersion──> Submitted ──contributor: withdrawVersion──> Withdrawn (terminal)
///                                         │           while its home has not decided
///              where its policy asks for consent: ConsentPending <──elders──> Consented
///                                         │
/// and then, for each community on its own, ▼  its home first
///
///   Submitted | Consented ──authority: approve──> Approved ──steward | elder | authority: suspend──> Suspended
///                                                   │    ^                                            │    │
///                                                   │    └──────────────authority: restore────────────┘    │
///                                                   │                                                      │
///                                                   └──authority: revoke──> Revoked <──authority: revoke───┘
///                                                                             ^
///          every community: custodian: withdrawKnowledge ─────────────────────┤ (terminal)
///          who adopted it:  its home revoked it, and the grant did not say that it may be kept
///
/// Derived, never stored, of what is Approved: Superseded, while the version that was voted into its place stands approved;
/// Withheld, of what was adopted, while its home has suspended it or shares it no longer. Whether the present moment lies
/// inside the version's window is {isRunnable}.
///
/// @dev What belongs to a version and what a community decided about it are kept apart, so that one community's "no"
/// never touches another's "yes", but for its home's.
contract ModelRegistry is IModelRegistry, CommunityBound {
    using EnumerableSet for EnumerableSet.Bytes32Set;
    using EnumerableSet for EnumerableSet.AddressSet;

    uint64 private constant CODEC_DAG_PB = 0x70;

    uint64 private constant CODEC_RAW = 0x55;

    uint256 private constant SLUG_LENGTH = 64;

    /// @dev Bounds what {approve} reads.
    uint256 private constant MOST_EVALUATORS = 32;

    /// @inheritdoc IModelRegistry
    ICulturalProtocols public immutable override protocols;

    /// @inheritdoc IModelRegistry
    IFederation public immutable override federation;

    mapping(ModelId modelId => string) private _slugs;

    mapping(VersionId versionId => Version) private _versions;

    mapping(CommunityId communityId => mapping(VersionId versionId => Decision)) private _decisions;

    /// @dev Exactly the versions whose stored decision is `Approved`.
    mapping(CommunityId communityId => EnumerableSet.Bytes32Set) private _approved;

    mapping(VersionId versionId => mapping(address evaluator => bytes32)) private _evaluations;

    mapping(CommunityId communityId => EnumerableSet.AddressSet) private _evaluators;

    mapping(CommunityId communityId => bool) private _isEvaluationRequired;

    constructor(
        ICommunityRegistry communityRegistry_,
        ICulturalProtocols protocols_,
        IFederation federation_
    ) CommunityBound(communityRegistry_) {
        if (address(protocols_).code.length == 0) revert CommunityBound_InvalidRegistry(address(protocols_));
        if (address(federation_).code.length == 0) revert CommunityBound_InvalidRegistry(address(federation_));
        protocols = protocols_;
        federation = federation_;
    }

    modifier onlyAuthority(CommunityId communityId) {
        if (msg.sender != communityRegistry.authorityOf(communityId)) {
            revert ModelRegistry_NotAuthority(communityId, msg.sender);
        }
        _;
    }

    /// @inheritdoc IModelRegistry
    function submitVersion(Submission calldata submission) external override returns (VersionId versionId) {
        CommunityId communityId = submission.communityId;
        _validate(submission);

        ModelId modelId = modelIdFor(communityId, submission.slug);
        versionId = versionIdFor(modelId, submission.manifestHash, msg.sender);
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
            artifactsCodec: submission.artifactsCodec,
            totalBytes: submission.totalBytes,
            notBefore: submission.notBefore,
            expiresAt: submission.expiresAt,
            withdrawn: false,
            knowledgeWithdrawn: false
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
    function withdrawVersion(VersionId versionId) external override {
        Version storage version = _version(versionId);
        if (msg.sender != version.contributor) revert ModelRegistry_NotContributor(versionId, msg.sender);
        _requireUndecided(version.communityId, versionId);

        version.withdrawn = true;
        emit VersionWithdrawn(versionId, msg.sender);
    }

    /// @inheritdoc IModelRegistry
    function approve(
        CommunityId communityId,
        VersionId versionId,
        PolicyId policyId,
        bool supersedesParent
    ) external override onlyAuthority(communityId) {
        Version storage version = _version(versionId);
        _requireUndecided(communityId, versionId);
        bool keepsOnRevocation = version.communityId != communityId && _adopt(communityId, versionId, version);
        if (version.policyId != policyId) {
            revert ModelRegistry_PolicyMismatch(versionId, version.policyId, policyId);
        }
        _requireDerivable(versionId, version);
        _requireConsent(versionId, policyId);
        _requireEvaluation(communityId, versionId);

        Decision storage decision = _decisions[communityId][versionId];
        decision.approvedAt = uint48(block.timestamp);
        decision.keepsOnRevocation = keepsOnRevocation;
        decision.policyId = policyId;
        _decide(communityId, versionId, Status.Approved);
        emit VersionApproved(communityId, versionId, policyId);
        if (supersedesParent) _supersede(communityId, versionId, version.parent);
    }

    /// @inheritdoc IModelRegistry
    function suspend(CommunityId communityId, VersionId versionId, string calldata reason) external override {
        if (!_mayAct(communityId, msg.sender, Roles.ELDER | Roles.STEWARD)) {
            revert ModelRegistry_NotGuardian(communityId, msg.sender);
        }
        _requireDecision(communityId, versionId, Status.Approved);

        _decide(communityId, versionId, Status.Suspended);
        emit VersionSuspended(communityId, versionId, msg.sender, reason);
    }

    /// @inheritdoc IModelRegistry
    function restore(CommunityId communityId, VersionId versionId) external override onlyAuthority(communityId) {
        _requireDecision(communityId, versionId, Status.Suspended);
        _requireConsent(versionId, _versions[versionId].policyId);

        _decide(communityId, versionId, Status.Approved);
        emit VersionRestored(communityId, versionId);
    }

    /// @inheritdoc IModelRegistry
    function revoke(
        CommunityId communityId,
        VersionId versionId,
        string calldata reason
    ) external override onlyAuthority(communityId) {
        Status status = statusOf(communityId, versionId);
        if (status == Status.Revoked || !_isDecided(communityId, versionId)) {
            revert ModelRegistry_WrongStatus(communityId, versionId, status);
        }

        _settle(communityId, versionId, reason);
    }

    /// @inheritdoc IModelRegistry
    function withdrawKnowledge(VersionId versionId, string calldata reason) external override {
        Version storage version = _version(versionId);
        if (!protocols.isCustodian(version.policyId, msg.sender)) {
            revert ModelRegistry_NotCustodian(versionId, msg.sender);
        }
        CommunityId home = version.communityId;
        if (version.knowledgeWithdrawn) revert ModelRegistry_WrongStatus(home, versionId, statusOf(home, versionId));

        version.knowledgeWithdrawn = true;
        emit KnowledgeWithdrawn(versionId, msg.sender, reason);
        if (_isDecided(home, versionId)) _settle(home, versionId, reason);
    }

    /// @inheritdoc IModelRegistry
    function settle(CommunityId communityId, VersionId versionId) external override {
        Status status = statusOf(communityId, versionId);
        if (status != Status.Revoked || !_isDecided(communityId, versionId)) {
            revert ModelRegistry_WrongStatus(communityId, versionId, status);
        }
        _settle(communityId, versionId, "");
    }

    /// @inheritdoc IModelRegistry
    function attachEvaluation(VersionId versionId, bytes32 report) external override {
        _version(versionId);
        if (report == 0) revert ModelRegistry_InvalidDigest();
        _evaluations[versionId][msg.sender] = report;
        emit EvaluationAttached(versionId, msg.sender, report);
    }

    /// @inheritdoc IModelRegistry
    function setEvaluator(
        CommunityId communityId,
        address evaluator,
        bool recognised
    ) external override onlyAuthority(communityId) {
        EnumerableSet.AddressSet storage evaluators = _evaluators[communityId];
        if (recognised) {
            evaluators.add(evaluator);
            if (evaluators.length() > MOST_EVALUATORS) revert ModelRegistry_TooManyEvaluators(communityId);
        } else {
            evaluators.remove(evaluator);
        }
        emit EvaluatorSet(communityId, evaluator, recognised);
    }

    /// @inheritdoc IModelRegistry
    function setEvaluationRequired(
        CommunityId communityId,
        bool required
    ) external override onlyAuthority(communityId) {
        _isEvaluationRequired[communityId] = required;
        emit EvaluationRequiredSet(communityId, required);
    }

    /// @inheritdoc IModelRegistry
    function isRunnable(CommunityId communityId, VersionId versionId) external view override returns (bool) {
        if (statusOf(communityId, versionId) != Status.Approved) return false;
        Version storage version = _versions[versionId];
        return block.timestamp >= version.notBefore && (version.expiresAt == 0 || block.timestamp < version.expiresAt);
    }

    /// @inheritdoc IModelRegistry
    function evaluationOf(VersionId versionId, address evaluator) external view override returns (bytes32) {
        return _evaluations[versionId][evaluator];
    }

    /// @inheritdoc IModelRegistry
    function evaluatorsOf(CommunityId communityId) external view override returns (address[] memory) {
        return _evaluators[communityId].values();
    }

    /// @inheritdoc IModelRegistry
    function isEvaluationRequired(CommunityId communityId) external view override returns (bool) {
        return _isEvaluationRequired[communityId];
    }

    /// @inheritdoc IModelRegistry
    function versionOf(VersionId versionId) external view override returns (Version memory) {
        return _version(versionId);
    }

    /// @inheritdoc IModelRegistry
    function decisionOf(CommunityId communityId, VersionId versionId) external view override returns (Decision memory) {
        return _decisions[communityId][versionId];
    }

    /// @inheritdoc IModelRegistry
    function slugOf(ModelId modelId) external view override returns (string memory) {
        return _slugs[modelId];
    }

    /// @inheritdoc IModelRegistry
    function approvedCount(CommunityId communityId) external view override returns (uint256) {
        return _approved[communityId].length();
    }

    /// @inheritdoc IModelRegistry
    function approvedVersions(
        CommunityId communityId,
        uint256 offset,
        uint256 limit
    ) external view override returns (VersionId[] memory page) {
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
    function statusOf(CommunityId communityId, VersionId versionId) public view override returns (Status) {
        Status status = _standing(communityId, versionId);
        if (status != Status.Approved) return status;
        VersionId successor = _decisions[communityId][versionId].successor;
        return _standing(communityId, successor) == Status.Approved ? Status.Superseded : status;
    }

    /// @inheritdoc IModelRegistry
    function modelIdFor(CommunityId communityId, string calldata slug) public pure override returns (ModelId) {
        return ModelId.wrap(keccak256(abi.encode(communityId, slug)));
    }

    /// @inheritdoc IModelRegistry
    function versionIdFor(
        ModelId modelId,
        bytes32 manifestHash,
        address contributor
    ) public pure override returns (VersionId) {
        return VersionId.wrap(keccak256(abi.encode(modelId, manifestHash, contributor)));
    }

    /// @dev Where it stands, but for what was voted into its place.
    function _standing(CommunityId communityId, VersionId versionId) private view returns (Status) {
        if (!_exists(versionId)) return Status.Unknown;
        Version storage version = _versions[versionId];
        Decision storage decision = _decisions[communityId][versionId];
        Status decided = decision.status;
        if (decided == Status.Unknown) return _undecided(versionId, version);
        if (version.knowledgeWithdrawn) return Status.Revoked;
        if (version.communityId == communityId || decision.keepsOnRevocation) return decided;

        Status home = _decisions[version.communityId][versionId].status;
        if (home == Status.Revoked) return Status.Revoked;
        bool isShared = federation.isGranted(version.communityId, communityId, Scopes.ADOPT);
        return decided == Status.Approved && (home != Status.Approved || !isShared) ? Status.Withheld : decided;
    }

    /// @dev Writes the decision, and keeps the list of what stands approved.
    function _decide(CommunityId communityId, VersionId versionId, Status status) private {
        Decision storage decision = _decisions[communityId][versionId];
        decision.status = status;
        decision.changedAt = uint48(block.timestamp);
        if (status == Status.Approved) _approved[communityId].add(VersionId.unwrap(versionId));
        else _approved[communityId].remove(VersionId.unwrap(versionId));
    }

    function _settle(CommunityId communityId, VersionId versionId, string memory reason) private {
        _decide(communityId, versionId, Status.Revoked);
        emit VersionRevoked(communityId, versionId, msg.sender, reason);
    }

    function _supersede(CommunityId communityId, VersionId versionId, VersionId parent) private {
        if (!_isDecided(communityId, parent)) revert ModelRegistry_NothingToSupersede(versionId);
        _decisions[communityId][parent].successor = versionId;
        emit VersionSuperseded(communityId, parent, versionId);
    }

    /// @dev What another community approved, and shares.
    /// @return Whether it may be kept, whatever that one does.
    function _adopt(CommunityId communityId, VersionId versionId, Version storage version) private view returns (bool) {
        CommunityId home = version.communityId;
        bool isShared = federation.isGranted(home, communityId, Scopes.ADOPT);
        if (!isShared || _decisions[home][versionId].status != Status.Approved) {
            revert ModelRegistry_NotShared(versionId, communityId);
        }
        return federation.grantOf(home, communityId).keepsOnRevocation;
    }

    /// @dev Of a version that no community has decided about, or not this one.
    function _undecided(VersionId versionId, Version storage version) private view returns (Status) {
        if (version.withdrawn || version.knowledgeWithdrawn) return Status.Withdrawn;
        PolicyId policyId = version.policyId;
        if (PolicyId.unwrap(policyId) == 0 || !protocols.needsConsent(policyId)) return Status.Submitted;
        return protocols.hasConsent(policyId, VersionId.unwrap(versionId)) ? Status.Consented : Status.ConsentPending;
    }

    function _exists(VersionId versionId) private view returns (bool) {
        return _versions[versionId].contributor != address(0);
    }

    function _version(VersionId versionId) private view returns (Version storage) {
        if (!_exists(versionId)) revert ModelRegistry_UnknownVersion(versionId);
        return _versions[versionId];
    }

    /// @dev Whether there is an approval, or a suspension, that can be ended.
    function _isDecided(CommunityId communityId, VersionId versionId) private view returns (bool) {
        Status decided = _decisions[communityId][versionId].status;
        return decided == Status.Approved || decided == Status.Suspended;
    }

    /// @dev Neither decided about by the community, nor taken back.
    function _requireUndecided(CommunityId communityId, VersionId versionId) private view {
        Version storage version = _versions[versionId];
        if (
            _decisions[communityId][versionId].status != Status.Unknown ||
            version.withdrawn ||
            version.knowledgeWithdrawn
        ) revert ModelRegistry_WrongStatus(communityId, versionId, statusOf(communityId, versionId));
    }

    /// @dev The community's own decision is `required`, and nothing else has ended it.
    function _requireDecision(CommunityId communityId, VersionId versionId, Status required) private view {
        Status status = statusOf(communityId, versionId);
        if (_decisions[communityId][versionId].status != required || status == Status.Revoked) {
            revert ModelRegistry_WrongStatus(communityId, versionId, status);
        }
    }

    /// @dev The subject of a consent is the version's id, which binds the manifest and with it every byte.
    function _requireConsent(VersionId versionId, PolicyId policyId) private view {
        if (PolicyId.unwrap(policyId) == 0) return;
        if (!protocols.hasConsent(policyId, VersionId.unwrap(versionId))) {
            revert ModelRegistry_NoConsent(versionId, policyId);
        }
    }

    function _requireEvaluation(CommunityId communityId, VersionId versionId) private view {
        if (!_isEvaluationRequired[communityId]) return;
        EnumerableSet.AddressSet storage evaluators = _evaluators[communityId];
        uint256 length = evaluators.length();
        for (uint256 i = 0; i < length; ++i) {
            if (_evaluations[versionId][evaluators.at(i)] != 0) return;
        }
        revert ModelRegistry_NotEvaluated(communityId, versionId);
    }

    /// @dev The protocols of the parent let the version descend from it, now: they may have become stricter.
    function _requireDerivable(VersionId versionId, Version storage version) private view {
        VersionId parent = version.parent;
        if (VersionId.unwrap(parent) == 0) return;
        Version storage above = _versions[parent];
        if (above.knowledgeWithdrawn) revert ModelRegistry_NotDerivable(parent, versionId);
        _requireShared(parent, above.communityId, version.communityId);
        PolicyId policyId = above.policyId;
        if (PolicyId.unwrap(policyId) == 0) return;
        if (!protocols.mayDerive(policyId, version.communityId, versionId)) {
            revert ModelRegistry_NotDerivable(parent, versionId);
        }
    }

    function _requireShared(VersionId parent, CommunityId from, CommunityId to) private view {
        if (from != to && !federation.isGranted(from, to, Scopes.DERIVE)) revert ModelRegistry_NotShared(parent, to);
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

        _validateLineage(submission.parent, submission.policyId, communityId);
    }

    function _validateLineage(VersionId parent, PolicyId policyId, CommunityId communityId) private view {
        if (PolicyId.unwrap(policyId) != 0 && protocols.communityOf(policyId) != communityId) {
            revert ModelRegistry_ForeignPolicy(policyId, communityId);
        }
        if (VersionId.unwrap(parent) == 0) return;
        Version storage above = _version(parent);
        _requireShared(parent, above.communityId, communityId);
        PolicyId carried = above.policyId;
        if (PolicyId.unwrap(carried) != 0 && !protocols.carries(policyId, carried)) {
            revert ModelRegistry_PolicyNotCarried(parent, carried, policyId);
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
