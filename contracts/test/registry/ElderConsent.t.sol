// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Federation} from "../../src/federation/Federation.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";
import {ModelsFixture} from "./ModelsFixture.sol";

/// @dev A real community, whose elders consent in their council and whose vote waits in its timelock. Between the vote and
/// its execution everything may change, and it is what stands then that counts.
contract ElderConsentTest is CommunityFixture {
    PolicyId private constant NO_POLICY = PolicyId.wrap(0);

    ModelRegistry private _models;

    CulturalProtocols private _protocols;

    Federation private _federation;

    PolicyId private _policyId;

    function setUp() public override {
        super.setUp();
        (_models, _protocols, _federation) = ModelsFixture.deploy(registry);
        vm.prank(address(timelock));
        membership.setRoles(ben, Roles.ELDER);
        vm.prank(ada);
        _policyId = _protocols.createPolicy(communityId, "policy", new PolicyId[](0), _rules(2));
    }

    /// @dev The council's own threshold, which is one here, has no part in it.
    function test_theCommunityApprovesOnceAsManyEldersConsentAsThePolicyAsksFor() public {
        VersionId id = _submit("v", _policyId);
        Proposal memory proposal = _approval(id, _policyId);
        _consent(ada, id);
        vm.assertTrue(council.hasConsent(VersionId.unwrap(id)), "enough for the council itself");
        _assertStatus(id, IModelRegistry.Status.ConsentPending);
        pass(proposal);
        _expectNoConsent(id);
        execute(proposal);

        _consent(ben, id);
        _assertStatus(id, IModelRegistry.Status.Consented);
        execute(proposal);
        _assertStatus(id, IModelRegistry.Status.Approved);
        assertState(proposal.id, IGovernor.ProposalState.Executed);
    }

    function test_aConsentGoesWithTheElderWhoLosesTheRole() public {
        VersionId id = _consented("v");
        vm.prank(address(timelock));
        membership.setRoles(ben, Roles.STEWARD);
        _assertStatus(id, IModelRegistry.Status.ConsentPending);
        vm.prank(address(timelock));
        membership.setRoles(ben, Roles.ELDER);
        _assertStatus(id, IModelRegistry.Status.Consented);
        vm.prank(ben);
        membership.leave();
        _assertStatus(id, IModelRegistry.Status.ConsentPending);
    }

    function test_aConsentThatIsWithdrawnWhileTheVoteWaitsStopsIt() public {
        VersionId id = _consented("v");
        Proposal memory proposal = _approval(id, _policyId);
        pass(proposal);
        vm.prank(ada);
        council.withdrawConsent(VersionId.unwrap(id));
        _expectNoConsent(id);
        execute(proposal);
        _assertStatus(id, IModelRegistry.Status.ConsentPending);
    }

    function test_anotherVoteAsksForMoreEldersWhileThisOneWaits() public {
        VersionId id = _consented("v");
        Proposal memory proposal = _approval(id, _policyId);
        pass(proposal);
        bytes32 subject = _protocols.looseningSubject(_policyId, _rules(3));
        _consent(ada, VersionId.wrap(subject));
        _consent(ben, VersionId.wrap(subject));
        vm.prank(address(timelock));
        _protocols.loosen(_policyId, _rules(3));
        _expectNoConsent(id);
        execute(proposal);
    }

    function test_anElderSuspendsAndOnlyAVoteWithConsentRestores() public {
        VersionId id = _approved("v");
        vm.prank(ben);
        _models.suspend(communityId, id, "it told a sacred story");
        vm.prank(ben);
        council.withdrawConsent(VersionId.unwrap(id));
        Proposal memory proposal = plan1(
            address(_models),
            abi.encodeCall(_models.restore, (communityId, id)),
            "Let it speak again"
        );
        pass(proposal);
        _expectNoConsent(id);
        execute(proposal);
        _consent(ben, id);
        execute(proposal);
        _assertStatus(id, IModelRegistry.Status.Approved);
    }

    function test_theElderWhoConsentedIsAskedByItsNewKey() public {
        VersionId id = _consented("v");
        address key = makeAddr("ben's new key");
        vm.prank(address(timelock));
        membership.supportRecovery(2, key);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(2, key);
        _assertStatus(id, IModelRegistry.Status.Consented);
    }

    // attacks

    /// @dev The id of a version is known before it is on record, and so can be voted on. It does not bind the policy; the
    /// vote does.
    function test_attack_policySwitchedBetweenVoteAndExecution() public {
        VersionId id = _idOf("v");
        Proposal memory proposal = _approval(id, _policyId);
        pass(proposal);
        vm.prank(ada);
        PolicyId lax = _protocols.createPolicy(communityId, "lax", new PolicyId[](0), _rules(0));
        _submit("v", lax);
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_PolicyMismatch.selector, id, lax, _policyId)
        );
        execute(proposal);
        _assertStatus(id, IModelRegistry.Status.Submitted);
    }

    function test_attack_grantRevokedBetweenVoteAndExecution() public {
        CommunityId home = registry.communityIdFor(address(this), "home");
        RollDouble roll = new RollDouble();
        roll.setCommunityId(home);
        registry.register(
            "home",
            ICommunityRegistry.Parts(stranger, address(roll), address(0), address(0)),
            "Home",
            0,
            ""
        );
        IModelRegistry.Submission memory s = _submission("v", NO_POLICY);
        s.communityId = home;
        VersionId id = _models.submitVersion(s);
        vm.startPrank(stranger);
        _models.approve(home, id, NO_POLICY, false);
        _federation.setGrant(home, communityId, IFederation.Grant(Scopes.ADOPT, 0, true));
        vm.stopPrank();

        Proposal memory proposal = _approval(id, NO_POLICY);
        pass(proposal);
        vm.prank(stranger);
        _federation.setGrant(home, communityId, IFederation.Grant(0, 0, true));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotShared.selector, id, communityId));
        execute(proposal);
        _assertStatus(id, IModelRegistry.Status.Submitted);
    }

    function test_attack_aRevokedVersionIsNotRevivedByAnotherVote() public {
        VersionId id = _approved("v");
        decide(
            address(_models),
            abi.encodeCall(_models.revoke, (communityId, id, "never again")),
            "Take it away for good"
        );
        bytes[2] memory calls = [
            abi.encodeCall(_models.approve, (communityId, id, _policyId, false)),
            abi.encodeCall(_models.restore, (communityId, id))
        ];
        // The same call as before, when it is proposed once more, and the other way back.
        string[2] memory descriptions = ["Approve it after all", "Restore it after all"];
        for (uint256 i = 0; i < calls.length; ++i) {
            Proposal memory proposal = plan1(address(_models), calls[i], descriptions[i]);
            skip(COOLDOWN);
            pass(proposal);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IModelRegistry.ModelRegistry_WrongStatus.selector,
                    communityId,
                    id,
                    IModelRegistry.Status.Revoked
                )
            );
            execute(proposal);
        }
        _assertStatus(id, IModelRegistry.Status.Revoked);
    }

    function _rules(uint8 threshold) private pure returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = new ICulturalProtocols.Clause[](1);
        rules.audience[0].kinds = 1;
        rules.consentThreshold = threshold;
    }

    function _submission(
        bytes32 manifestHash,
        PolicyId policyId
    ) private view returns (IModelRegistry.Submission memory) {
        return
            IModelRegistry.Submission({
                communityId: communityId,
                slug: "judge",
                manifestHash: manifestHash,
                artifactsRoot: manifestHash,
                artifactsCodec: 0x70,
                parent: VersionId.wrap(0),
                policyId: policyId,
                totalBytes: 1,
                notBefore: 0,
                expiresAt: 0
            });
    }

    function _idOf(bytes32 manifestHash) private view returns (VersionId) {
        return _models.versionIdFor(_models.modelIdFor(communityId, "judge"), manifestHash, stranger);
    }

    function _submit(bytes32 manifestHash, PolicyId policyId) private returns (VersionId) {
        vm.prank(stranger);
        return _models.submitVersion(_submission(manifestHash, policyId));
    }

    function _consent(address elder, VersionId id) private {
        vm.prank(elder);
        council.giveConsent(VersionId.unwrap(id));
    }

    function _consented(bytes32 manifestHash) private returns (VersionId id) {
        id = _submit(manifestHash, _policyId);
        _consent(ada, id);
        _consent(ben, id);
    }

    function _approved(bytes32 manifestHash) private returns (VersionId id) {
        id = _consented(manifestHash);
        Proposal memory proposal = _approval(id, _policyId);
        pass(proposal);
        execute(proposal);
    }

    function _approval(VersionId id, PolicyId policyId) private view returns (Proposal memory) {
        return
            plan1(
                address(_models),
                abi.encodeCall(_models.approve, (communityId, id, policyId, false)),
                "Let it judge gently"
            );
    }

    function _assertStatus(VersionId id, IModelRegistry.Status status) private view {
        vm.assertEq(uint256(_models.statusOf(communityId, id)), uint256(status), "status");
    }

    function _expectNoConsent(VersionId id) private {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NoConsent.selector, id, _policyId));
    }
}
