// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {VersionsFixture} from "./VersionsFixture.sol";

/// @dev What a community takes over from another, and how it loses it.
contract SharingTest is VersionsFixture {
    function test_adopt_takesWhatItsHomeHasApprovedAndShares() public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        VersionId id = submitted("v", policyId);
        approve(river, id, policyId);
        grant(river, hill, Scopes.ADOPT);
        skip(1 hours);
        vm.expectEmit(address(models));
        emit IModelRegistry.VersionApproved(hill, id, policyId);
        approve(hill, id, policyId);

        IModelRegistry.Decision memory decision = models.decisionOf(hill, id);
        IModelRegistry.Decision memory wanted = IModelRegistry.Decision({
            status: IModelRegistry.Status.Approved,
            approvedAt: 1_800_003_600,
            changedAt: 1_800_003_600,
            keepsOnRevocation: false,
            policyId: policyId,
            successor: NO_VERSION
        });
        vm.assertEq(keccak256(abi.encode(decision)), keccak256(abi.encode(wanted)), "decision");
        assertStatus(hill, id, IModelRegistry.Status.Approved);
        assertStatus(marsh, id, IModelRegistry.Status.Submitted);
        vm.assertEq(models.approvedCount(hill), 1, "Hill's list");
        vm.assertEq(models.approvedCount(river), 1, "River's list");
        vm.assertEq(uint256(models.decisionOf(river, id).approvedAt), START, "River's decision");
    }

    function test_adopt_revertsUntilItsHomeHasApprovedIt() public {
        VersionId id = submitted("v", NO_POLICY);
        grant(river, hill, Scopes.ADOPT);
        _expectNotAdoptable(id);
        approve(river, id, NO_POLICY);
        suspend(river, id);
        _expectNotAdoptable(id);
        restore(river, id);
        approve(hill, id, NO_POLICY);
    }

    function test_adopt_revertsOnceItsHomeHasRevokedIt() public {
        VersionId id = approved("v");
        grant(river, hill, Scopes.ADOPT);
        revoke(river, id);
        _expectNotAdoptable(id);
        assertStatus(hill, id, IModelRegistry.Status.Submitted);
    }

    function test_adopt_revertsWithoutAGrantToAdopt() public {
        VersionId id = approved("v");
        _expectNotAdoptable(id);
        grant(river, hill, Scopes.ALL & ~Scopes.ADOPT);
        _expectNotAdoptable(id);
        grant(hill, river, Scopes.ALL);
        _expectNotAdoptable(id);
        grant(river, marsh, Scopes.ALL);
        _expectNotAdoptable(id);
    }

    function test_adopt_revertsOnceTheGrantIsOver() public {
        VersionId early = approved("early");
        VersionId late = approved("late");
        uint48 end = uint48(block.timestamp + 1 hours);
        grant(river, hill, IFederation.Grant(Scopes.ADOPT, end, true));
        vm.warp(end - 1);
        approve(hill, early, NO_POLICY);
        vm.warp(end);
        _expectNotAdoptable(late);
    }

    /// @dev Who adopted a version does not share it on.
    function test_adopt_revertsWhereOnlySomebodyElseWhoAdoptedItShares() public {
        VersionId id = adopted("v");
        grant(hill, marsh, Scopes.ALL);
        expectNotShared(id, marsh);
        approve(marsh, id, NO_POLICY);
    }

    function test_adopt_happensUnderTheVersionsPolicyWithItsConsent() public {
        PolicyId policyId = createPolicy(river, "policy", consentRules(1));
        VersionId id = submitted("v", policyId);
        consent(river, id, 1);
        approve(river, id, policyId);
        grant(river, hill, Scopes.ADOPT);
        expectPolicyMismatch(id, policyId, NO_POLICY);
        approve(hill, id, NO_POLICY);

        consent(river, id, 0);
        consent(hill, id, 1);
        expectNoConsent(id, policyId);
        approve(hill, id, policyId);
        consent(river, id, 1);
        approve(hill, id, policyId);

        suspend(hill, id);
        consent(river, id, 0);
        expectNoConsent(id, policyId);
        restore(hill, id);
    }

    /// @dev The lineage is between the parent's home and the version's; who adopts has no part in it.
    function test_adopt_takesNoGrantToDerive() public {
        VersionId parent = approved("parent");
        grant(river, hill, Scopes.DERIVE);
        VersionId id = submit(child(hill, "child", parent, NO_POLICY));
        approve(hill, id, NO_POLICY);
        grant(hill, marsh, Scopes.ADOPT);
        grant(river, hill, 0);
        expectNotShared(parent, hill);
        approve(marsh, id, NO_POLICY);
        grant(river, hill, Scopes.DERIVE);
        approve(marsh, id, NO_POLICY);
        assertStatus(marsh, id, IModelRegistry.Status.Approved);
    }

    function test_adopt_asksForTheAdoptersOwnEvaluations() public {
        VersionId id = approved("v");
        grant(river, hill, Scopes.ADOPT);
        vm.prank(authorityOf[river]);
        models.setEvaluator(river, stranger, true);
        vm.prank(authorityOf[hill]);
        models.setEvaluationRequired(hill, true);
        vm.prank(stranger);
        models.attachEvaluation(id, "report");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotEvaluated.selector, hill, id));
        approve(hill, id, NO_POLICY);
    }

    // what its home does afterwards

    function test_adopted_isWithheldWhileItsHomeHasSuspendedIt() public {
        VersionId id = adopted("v");
        suspend(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Withheld);
        vm.assertEq(models.approvedCount(hill), 1, "stays on the list");
        restore(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Approved);
    }

    function test_adopted_isWithheldWhileItIsNotShared() public {
        VersionId id = adopted("v");
        grant(river, hill, Scopes.ALL & ~Scopes.ADOPT);
        assertStatus(hill, id, IModelRegistry.Status.Withheld);
        uint48 end = uint48(block.timestamp + 1 hours);
        grant(river, hill, IFederation.Grant(Scopes.ADOPT, end, false));
        assertStatus(hill, id, IModelRegistry.Status.Approved);
        vm.warp(end - 1);
        assertStatus(hill, id, IModelRegistry.Status.Approved);
        vm.warp(end);
        assertStatus(hill, id, IModelRegistry.Status.Withheld);
        assertStatus(river, id, IModelRegistry.Status.Approved);
        // Not one that is shared the other way.
        grant(hill, river, Scopes.ALL);
        assertStatus(hill, id, IModelRegistry.Status.Withheld);
    }

    function test_adopted_canBeSuspendedAndRevokedWhileItIsWithheld() public {
        VersionId id = adopted("v");
        suspend(river, id);
        suspend(hill, id);
        assertStatus(hill, id, IModelRegistry.Status.Suspended);
        restore(hill, id);
        assertStatus(hill, id, IModelRegistry.Status.Withheld);
        revoke(hill, id);
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        assertStatus(river, id, IModelRegistry.Status.Suspended);
    }

    function test_adopted_isRevokedForGoodWhenItsHomeRevokesIt() public {
        VersionId id = adopted("v");
        revoke(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        // Neither a grant that is renewed nor one that would have let Hill keep it brings it back.
        grant(river, hill, IFederation.Grant(Scopes.ALL, 0, true));
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        expectWrongStatus(hill, id, IModelRegistry.Status.Revoked);
        approve(hill, id, NO_POLICY);
        expectWrongStatus(hill, id, IModelRegistry.Status.Revoked);
        restore(hill, id);
    }

    function test_adopted_isRevokedWithItsHomeAlsoWhereItStoodSuspended() public {
        VersionId id = adopted("v");
        suspend(hill, id);
        suspend(river, id);
        revoke(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        expectWrongStatus(hill, id, IModelRegistry.Status.Revoked);
        restore(hill, id);
        expectWrongStatus(hill, id, IModelRegistry.Status.Revoked);
        revoke(hill, id);
    }

    function test_adopted_isRevokedWithItsHomeAlsoWhereItIsSharedNoLonger() public {
        VersionId id = adopted("v");
        grant(river, hill, 0);
        revoke(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
    }

    function test_adopted_staysWhateverItsHomeDoesWhereTheGrantSaidSo() public {
        VersionId id = approved("v");
        grant(river, hill, IFederation.Grant(Scopes.ADOPT, 0, true));
        approve(hill, id, NO_POLICY);
        vm.assertTrue(models.decisionOf(hill, id).keepsOnRevocation, "kept");
        // It is what the grant said then that counts.
        grant(river, hill, IFederation.Grant(Scopes.ADOPT, 0, false));
        suspend(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Approved);
        grant(river, hill, 0);
        assertStatus(hill, id, IModelRegistry.Status.Approved);
        revoke(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Approved);
        suspend(hill, id);
        restore(hill, id);
        assertStatus(hill, id, IModelRegistry.Status.Approved);
    }

    function test_adopted_isNotKeptWhereOnlyALaterGrantSaysSo() public {
        VersionId id = adopted("v");
        vm.assertFalse(models.decisionOf(hill, id).keepsOnRevocation, "not kept");
        grant(river, hill, IFederation.Grant(Scopes.ADOPT, 0, true));
        revoke(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
    }

    function test_adopted_neverTouchesItsHome() public {
        VersionId id = adopted("v");
        grant(river, marsh, Scopes.ADOPT);
        approve(marsh, id, NO_POLICY);
        suspend(hill, id);
        assertStatus(river, id, IModelRegistry.Status.Approved);
        revoke(hill, id);
        assertStatus(river, id, IModelRegistry.Status.Approved);
        assertStatus(marsh, id, IModelRegistry.Status.Approved);
    }

    // what takes the place of what was adopted

    function test_superseded_inOneCommunityIsNotSoInAnother() public {
        VersionId parent = adopted("parent");
        VersionId id = submit(child(river, "child", parent, NO_POLICY));
        approveInstead(river, id, NO_POLICY);
        assertStatus(river, parent, IModelRegistry.Status.Superseded);
        assertStatus(hill, parent, IModelRegistry.Status.Approved);
    }

    /// @dev Hill would be left with neither: the successor does not stand approved where it may not run.
    function test_superseded_notByWhatIsWithheldOrEndedByItsHome() public {
        VersionId parent = adopted("parent");
        VersionId id = submit(child(river, "child", parent, NO_POLICY));
        approve(river, id, NO_POLICY);
        approveInstead(hill, id, NO_POLICY);
        assertStatus(hill, parent, IModelRegistry.Status.Superseded);
        suspend(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Withheld);
        assertStatus(hill, parent, IModelRegistry.Status.Approved);
        restore(river, id);
        assertStatus(hill, parent, IModelRegistry.Status.Superseded);
        revoke(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        assertStatus(hill, parent, IModelRegistry.Status.Approved);
    }

    function test_superseded_notWhereItIsWithheldItself() public {
        VersionId parent = adopted("parent");
        grant(river, hill, Scopes.ADOPT | Scopes.DERIVE);
        VersionId id = submit(child(hill, "child", parent, NO_POLICY));
        approveInstead(hill, id, NO_POLICY);
        assertStatus(hill, parent, IModelRegistry.Status.Superseded);
        suspend(river, parent);
        assertStatus(hill, parent, IModelRegistry.Status.Withheld);
    }

    // settle

    function test_settle_writesDownWhatItsHomeEnded() public {
        VersionId id = adopted("v");
        revoke(river, id);
        vm.assertEq(models.approvedCount(hill), 1, "still on the list");
        skip(1 hours);
        vm.expectEmit(address(models));
        emit IModelRegistry.VersionRevoked(hill, id, stranger, "");
        vm.prank(stranger);
        models.settle(hill, id);
        vm.assertEq(models.approvedCount(hill), 0, "off the list");
        IModelRegistry.Decision memory decision = models.decisionOf(hill, id);
        vm.assertEq(uint256(decision.status), uint256(IModelRegistry.Status.Revoked), "stored");
        vm.assertEq(uint256(decision.changedAt), START + 1 hours, "changedAt");
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        expectWrongStatus(hill, id, IModelRegistry.Status.Revoked);
        models.settle(hill, id);
    }

    function test_settle_revertsForWhatNobodyEnded() public {
        VersionId id = adopted("v");
        expectWrongStatus(hill, id, IModelRegistry.Status.Approved);
        models.settle(hill, id);
        suspend(river, id);
        expectWrongStatus(hill, id, IModelRegistry.Status.Withheld);
        models.settle(hill, id);
        revoke(river, id);
        // River wrote its own decision down itself, and Marsh has none.
        expectWrongStatus(river, id, IModelRegistry.Status.Revoked);
        models.settle(river, id);
        expectWrongStatus(marsh, id, IModelRegistry.Status.Submitted);
        models.settle(marsh, id);
    }

    // withdrawKnowledge

    function test_withdrawKnowledge_endsTheVersionEverywhere() public {
        (VersionId id, PolicyId policyId) = _adoptedInCustody();
        grant(river, marsh, Scopes.ADOPT);
        vm.expectEmit(address(models));
        emit IModelRegistry.KnowledgeWithdrawn(id, custodian, "it was not theirs to give");
        vm.expectEmit(address(models));
        emit IModelRegistry.VersionRevoked(river, id, custodian, "it was not theirs to give");
        vm.prank(custodian);
        models.withdrawKnowledge(id, "it was not theirs to give");

        vm.assertTrue(models.versionOf(id).knowledgeWithdrawn, "on record");
        vm.assertFalse(models.versionOf(id).withdrawn, "not by the contributor");
        assertStatus(river, id, IModelRegistry.Status.Revoked);
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        assertStatus(marsh, id, IModelRegistry.Status.Withdrawn);
        vm.assertEq(models.approvedCount(river), 0, "off its home's list at once");
        vm.assertEq(uint256(models.decisionOf(river, id).status), uint256(IModelRegistry.Status.Revoked), "stored");

        expectWrongStatus(marsh, id, IModelRegistry.Status.Withdrawn);
        approve(marsh, id, policyId);
        vm.assertEq(models.approvedCount(hill), 1, "on Hill's until somebody settles");
        vm.prank(stranger);
        models.settle(hill, id);
        vm.assertEq(models.approvedCount(hill), 0, "off Hill's list");
    }

    function test_withdrawKnowledge_endsWhatMayBeKeptToo() public {
        (VersionId id, PolicyId policyId) = _approvedInCustody();
        grant(river, hill, IFederation.Grant(Scopes.ADOPT, 0, true));
        approve(hill, id, policyId);
        revoke(river, id);
        assertStatus(hill, id, IModelRegistry.Status.Approved);
        vm.recordLogs();
        vm.prank(custodian);
        models.withdrawKnowledge(id, "");
        vm.assertEq(vm.getRecordedLogs().length, 1, "its home has nothing left to write down");
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        assertStatus(river, id, IModelRegistry.Status.Revoked);
        models.settle(hill, id);
    }

    function test_withdrawKnowledge_endsWhatIsSuspended() public {
        (VersionId id, ) = _adoptedInCustody();
        suspend(hill, id);
        suspend(river, id);
        vm.prank(custodian);
        models.withdrawKnowledge(id, "");
        assertStatus(river, id, IModelRegistry.Status.Revoked);
        assertStatus(hill, id, IModelRegistry.Status.Revoked);
        expectWrongStatus(hill, id, IModelRegistry.Status.Revoked);
        restore(hill, id);
        expectWrongStatus(river, id, IModelRegistry.Status.Revoked);
        restore(river, id);
        models.settle(hill, id);
    }

    function test_withdrawKnowledge_beforeAnyDecisionLeavesNothingToDecide() public {
        PolicyId policyId = createPolicy(river, "policy", custodyRules());
        VersionId id = submitted("v", policyId);
        vm.prank(custodian);
        models.withdrawKnowledge(id, "");
        assertStatus(river, id, IModelRegistry.Status.Withdrawn);
        assertStatus(hill, id, IModelRegistry.Status.Withdrawn);
        vm.assertEq(uint256(models.decisionOf(river, id).status), uint256(IModelRegistry.Status.Unknown), "undecided");
        expectWrongStatus(river, id, IModelRegistry.Status.Withdrawn);
        approve(river, id, policyId);
        expectWrongStatus(river, id, IModelRegistry.Status.Withdrawn);
        vm.prank(contributor);
        models.withdrawVersion(id);
    }

    function test_withdrawKnowledge_givesThePlaceBackToTheParent() public {
        VersionId parent = approved("parent");
        PolicyId policyId = createPolicy(river, "policy", custodyRules());
        VersionId id = submit(child(river, "child", parent, policyId));
        approveInstead(river, id, policyId);
        assertStatus(river, parent, IModelRegistry.Status.Superseded);
        vm.prank(custodian);
        models.withdrawKnowledge(id, "");
        assertStatus(river, parent, IModelRegistry.Status.Approved);
    }

    function test_withdrawKnowledge_givesThePlaceBackWhereNobodyHasSettledYet() public {
        VersionId parent = adopted("parent");
        PolicyId policyId = createPolicy(river, "policy", custodyRules());
        VersionId id = submit(child(river, "child", parent, policyId));
        approve(river, id, policyId);
        approveInstead(hill, id, policyId);
        assertStatus(hill, parent, IModelRegistry.Status.Superseded);
        vm.prank(custodian);
        models.withdrawKnowledge(id, "");
        assertStatus(hill, parent, IModelRegistry.Status.Approved);
    }

    function test_withdrawKnowledge_isAnyCustodiansOfAPart() public {
        PolicyId base = createPolicy(hill, "base", custodyRules());
        PolicyId policyId = createPolicyOn(river, "policy", base, openRules());
        VersionId id = submitted("v", policyId);
        approve(river, id, policyId);
        vm.prank(custodian);
        models.withdrawKnowledge(id, "");
        assertStatus(river, id, IModelRegistry.Status.Revoked);
    }

    function testFuzz_withdrawKnowledge_isNobodyElses(address caller) public {
        vm.assume(caller != custodian);
        (VersionId id, ) = _approvedInCustody();
        VersionId without = submitted("without", NO_POLICY);
        PolicyId nobodys = createPolicy(river, "nobody's", openRules());
        VersionId another = submitted("another", nobodys);
        expectNotCustodian(id, caller);
        vm.prank(caller);
        models.withdrawKnowledge(id, "");
        expectNotCustodian(without, custodian);
        vm.prank(custodian);
        models.withdrawKnowledge(without, "");
        expectNotCustodian(another, custodian);
        vm.prank(custodian);
        models.withdrawKnowledge(another, "");
    }

    function test_withdrawKnowledge_revertsForAVersionThatIsNotOnRecord() public {
        expectUnknownVersion(VersionId.wrap("nothing"));
        vm.prank(custodian);
        models.withdrawKnowledge(VersionId.wrap("nothing"), "");
    }

    function _approvedInCustody() private returns (VersionId id, PolicyId policyId) {
        policyId = createPolicy(river, "policy", custodyRules());
        id = submitted("v", policyId);
        approve(river, id, policyId);
    }

    function _adoptedInCustody() private returns (VersionId id, PolicyId policyId) {
        (id, policyId) = _approvedInCustody();
        grant(river, hill, Scopes.ADOPT);
        approve(hill, id, policyId);
    }

    function _expectNotAdoptable(VersionId id) private {
        expectNotShared(id, hill);
        approve(hill, id, NO_POLICY);
    }
}
