// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {ConsentDouble} from "../doubles/ConsentDouble.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {TestBase} from "../TestBase.sol";
import {ModelsFixture} from "./ModelsFixture.sol";

/// @notice Three communities whose rolls and councils say what a test wants, and the real contracts that decide what they
/// run. River is where most versions come from, Hill and Marsh are others.
abstract contract VersionsFixture is TestBase {
    uint256 internal constant START = 1_800_000_000;

    PolicyId internal constant NO_POLICY = PolicyId.wrap(0);

    VersionId internal constant NO_VERSION = VersionId.wrap(0);

    CommunityRegistry internal communities;

    ModelRegistry internal models;

    CulturalProtocols internal protocols;

    Federation internal federation;

    CommunityId internal river;

    CommunityId internal hill;

    CommunityId internal marsh;

    mapping(CommunityId communityId => address) internal authorityOf;

    mapping(CommunityId communityId => RollDouble) internal rollOf;

    mapping(CommunityId communityId => ConsentDouble) internal councilOf;

    address internal contributor;

    /// @dev Of River, as the elder.
    address internal steward;

    address internal elder;

    address internal custodian;

    address internal stranger;

    function setUp() public virtual {
        vm.warp(START);
        communities = new CommunityRegistry();
        (models, protocols, federation) = ModelsFixture.deploy(communities);
        contributor = makeAddr("contributor");
        steward = makeAddr("steward");
        elder = makeAddr("elder");
        custodian = makeAddr("custodian");
        stranger = makeAddr("stranger");
        river = _found("river");
        hill = _found("hill");
        marsh = _found("marsh");
        rollOf[river].setRoles(steward, Roles.STEWARD);
        rollOf[river].setRoles(elder, Roles.ELDER | Roles.TREASURER);
    }

    // Versions -------------------------------------------------------------------------------------------------------

    function submission(bytes32 manifestHash) internal view returns (IModelRegistry.Submission memory) {
        return
            IModelRegistry.Submission({
                communityId: river,
                slug: "judge",
                manifestHash: manifestHash,
                artifactsRoot: keccak256(abi.encode(manifestHash)),
                artifactsCodec: 0x70,
                parent: NO_VERSION,
                policyId: NO_POLICY,
                totalBytes: 1,
                notBefore: 0,
                expiresAt: 0
            });
    }

    /// @dev Of what {submit} makes of it. Written out: asking the registry would use up an expectation set for the next call.
    function idOf(IModelRegistry.Submission memory s) internal view returns (VersionId) {
        bytes32 modelId = keccak256(abi.encode(s.communityId, s.slug));
        return VersionId.wrap(keccak256(abi.encode(modelId, s.manifestHash, contributor)));
    }

    function submit(IModelRegistry.Submission memory s) internal returns (VersionId) {
        vm.prank(contributor);
        return models.submitVersion(s);
    }

    /// @dev River's, on record under the policy.
    function submitted(bytes32 manifestHash, PolicyId policyId) internal returns (VersionId) {
        IModelRegistry.Submission memory s = submission(manifestHash);
        s.policyId = policyId;
        return submit(s);
    }

    function child(
        CommunityId communityId,
        bytes32 manifestHash,
        VersionId parent,
        PolicyId policyId
    ) internal view returns (IModelRegistry.Submission memory s) {
        s = submission(manifestHash);
        s.communityId = communityId;
        s.parent = parent;
        s.policyId = policyId;
    }

    /// @dev River's, and approved by it.
    function approved(bytes32 manifestHash) internal returns (VersionId id) {
        id = submitted(manifestHash, NO_POLICY);
        approve(river, id, NO_POLICY);
    }

    function approve(CommunityId communityId, VersionId id, PolicyId policyId) internal {
        vm.prank(authorityOf[communityId]);
        models.approve(communityId, id, policyId, false);
    }

    /// @dev Into the place of its parent.
    function approveInstead(CommunityId communityId, VersionId id, PolicyId policyId) internal {
        vm.prank(authorityOf[communityId]);
        models.approve(communityId, id, policyId, true);
    }

    function suspend(CommunityId communityId, VersionId id) internal {
        vm.prank(authorityOf[communityId]);
        models.suspend(communityId, id, "look at it");
    }

    function restore(CommunityId communityId, VersionId id) internal {
        vm.prank(authorityOf[communityId]);
        models.restore(communityId, id);
    }

    function revoke(CommunityId communityId, VersionId id) internal {
        vm.prank(authorityOf[communityId]);
        models.revoke(communityId, id, "never again");
    }

    // Protocols ------------------------------------------------------------------------------------------------------

    /// @dev Everything for everybody, but for gain.
    function openRules() internal pure returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = new ICulturalProtocols.Clause[](1);
        rules.audience[0].kinds = 1;
        rules.purposes = 0x1ff;
        rules.derivatives = ICulturalProtocols.Derivatives.Reciprocal;
    }

    function consentRules(uint8 threshold) internal pure returns (ICulturalProtocols.Rules memory rules) {
        rules = openRules();
        rules.consentThreshold = threshold;
    }

    function derivativeRules(
        ICulturalProtocols.Derivatives derivatives
    ) internal pure returns (ICulturalProtocols.Rules memory rules) {
        rules = openRules();
        rules.derivatives = derivatives;
    }

    function custodyRules() internal view returns (ICulturalProtocols.Rules memory rules) {
        rules = openRules();
        rules.custodian = custodian;
    }

    function createPolicy(
        CommunityId communityId,
        bytes32 salt,
        ICulturalProtocols.Rules memory rules
    ) internal returns (PolicyId) {
        vm.prank(authorityOf[communityId]);
        return protocols.createPolicy(communityId, salt, new PolicyId[](0), rules);
    }

    function createPolicyOn(
        CommunityId communityId,
        bytes32 salt,
        PolicyId parent,
        ICulturalProtocols.Rules memory rules
    ) internal returns (PolicyId) {
        PolicyId[] memory parents = new PolicyId[](1);
        parents[0] = parent;
        vm.prank(authorityOf[communityId]);
        return protocols.createPolicy(communityId, salt, parents, rules);
    }

    function tighten(CommunityId communityId, PolicyId policyId, ICulturalProtocols.Rules memory rules) internal {
        vm.prank(authorityOf[communityId]);
        protocols.tighten(policyId, rules);
    }

    /// @dev By vote; of policies that ask for no consent.
    function loosen(CommunityId communityId, PolicyId policyId, ICulturalProtocols.Rules memory rules) internal {
        vm.prank(authorityOf[communityId]);
        protocols.loosen(policyId, rules);
    }

    function consent(CommunityId communityId, VersionId id, uint256 elders) internal {
        councilOf[communityId].setConsents(VersionId.unwrap(id), elders);
    }

    // Sharing --------------------------------------------------------------------------------------------------------

    function grant(CommunityId from, CommunityId to, uint8 scopes) internal {
        grant(from, to, IFederation.Grant(scopes, 0, false));
    }

    function grant(CommunityId from, CommunityId to, IFederation.Grant memory terms) internal {
        vm.prank(authorityOf[from]);
        federation.setGrant(from, to, terms);
    }

    /// @dev River's, which has approved it, shares it with Hill, and Hill runs it.
    function adopted(bytes32 manifestHash) internal returns (VersionId id) {
        id = approved(manifestHash);
        grant(river, hill, Scopes.ADOPT);
        approve(hill, id, NO_POLICY);
    }

    // What is expected -----------------------------------------------------------------------------------------------

    function assertStatus(CommunityId communityId, VersionId id, IModelRegistry.Status status) internal view {
        vm.assertEq(uint256(models.statusOf(communityId, id)), uint256(status), "status");
        bool isRunning = status == IModelRegistry.Status.Approved;
        vm.assertEq(models.isRunnable(communityId, id), isRunning, "runs exactly while approved");
    }

    function assertSame(VersionId left, VersionId right) internal pure {
        vm.assertEq(VersionId.unwrap(left), VersionId.unwrap(right), "version id");
    }

    function expectWrongStatus(CommunityId communityId, VersionId id, IModelRegistry.Status status) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_WrongStatus.selector, communityId, id, status)
        );
    }

    function expectUnknownVersion(VersionId id) internal {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_UnknownVersion.selector, id));
    }

    function expectAlreadySubmitted(VersionId id) internal {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_AlreadySubmitted.selector, id));
    }

    function expectNotAuthority(CommunityId communityId, address caller) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotAuthority.selector, communityId, caller)
        );
    }

    function expectNotGuardian(CommunityId communityId, address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotGuardian.selector, communityId, caller));
    }

    function expectPolicyMismatch(VersionId id, PolicyId offered, PolicyId voted) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_PolicyMismatch.selector, id, offered, voted)
        );
    }

    function expectForeignPolicy(PolicyId policyId, CommunityId communityId) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_ForeignPolicy.selector, policyId, communityId)
        );
    }

    function expectNotCarried(VersionId parent, PolicyId carried, PolicyId policyId) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_PolicyNotCarried.selector, parent, carried, policyId)
        );
    }

    function expectNotShared(VersionId id, CommunityId communityId) internal {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotShared.selector, id, communityId));
    }

    function expectNotDerivable(VersionId parent, VersionId id) internal {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotDerivable.selector, parent, id));
    }

    function expectNoConsent(VersionId id, PolicyId policyId) internal {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoConsent.selector, id, policyId));
    }

    function expectNotCustodian(VersionId id, address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotCustodian.selector, id, caller));
    }

    function expectNothingToSupersede(VersionId id) internal {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NothingToSupersede.selector, id));
    }

    function _found(string memory name) private returns (CommunityId id) {
        bytes32 salt = bytes32(bytes(name));
        id = communities.communityIdFor(address(this), salt);
        authorityOf[id] = makeAddr(string.concat("authority of ", name));
        rollOf[id] = new RollDouble();
        rollOf[id].setCommunityId(id);
        councilOf[id] = new ConsentDouble();
        councilOf[id].setCommunityId(id);
        communities.register(
            salt,
            ICommunityRegistry.Parts(authorityOf[id], address(rollOf[id]), address(0), address(councilOf[id])),
            name,
            0,
            ""
        );
    }
}
