// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CommunityId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {ConsentDouble} from "../doubles/ConsentDouble.sol";
import {VersionsFixture} from "./VersionsFixture.sol";

/// @dev A community approves what is its own: consent, lineage, evaluations and what takes its parent's place.
contract ApprovingTest is VersionsFixture {
    uint256 private constant MOST_EVALUATORS = 32;

    function test_approve_recordsTheDecisionAndListsTheVersion() public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        VersionId id = submitted("v", policyId);
        skip(1 hours);
        vm.expectEmit(address(models));
        emit IModelRegistry.VersionApproved(river, id, policyId);
        vm.prank(authorityOf[river]);
        models.approve(river, id, policyId, false);

        IModelRegistry.Decision memory decision = models.decisionOf(river, id);
        IModelRegistry.Decision memory wanted = IModelRegistry.Decision({
            status: IModelRegistry.Status.Approved,
            approvedAt: 1_800_003_600,
            changedAt: 1_800_003_600,
            keepsOnRevocation: false,
            policyId: policyId,
            successor: NO_VERSION
        });
        vm.assertEq(keccak256(abi.encode(decision)), keccak256(abi.encode(wanted)), "decision");
        vm.assertEq(models.approvedCount(river), 1, "count");
        assertSame(models.approvedVersions(river, 0, 10)[0], id);
        assertStatus(river, id, IModelRegistry.Status.Approved);
        assertStatus(hill, id, IModelRegistry.Status.Submitted);
    }

    function test_approve_revertsForAVersionThatIsNotOnRecord() public {
        VersionId id = VersionId.wrap("nothing");
        expectUnknownVersion(id);
        approve(river, id, NO_POLICY);
    }

    function testFuzz_approve_onlyUnderTheVersionsPolicy(bytes32 voted) public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        vm.assume(voted != PolicyId.unwrap(policyId));
        VersionId under = submitted("under", policyId);
        expectPolicyMismatch(under, policyId, PolicyId.wrap(voted));
        approve(river, under, PolicyId.wrap(voted));

        VersionId without = submitted("without", NO_POLICY);
        expectPolicyMismatch(without, NO_POLICY, policyId);
        approve(river, without, policyId);
        expectPolicyMismatch(under, policyId, NO_POLICY);
        approve(river, under, NO_POLICY);
    }

    // consent

    function test_consent_isAskedOfTheCouncilEachTime() public {
        PolicyId policyId = createPolicy(river, "policy", consentRules(2));
        VersionId id = submitted("v", policyId);
        assertStatus(river, id, IModelRegistry.Status.ConsentPending);
        consent(river, id, 1);
        assertStatus(river, id, IModelRegistry.Status.ConsentPending);
        consent(river, id, 2);
        assertStatus(river, id, IModelRegistry.Status.Consented);
        assertStatus(hill, id, IModelRegistry.Status.Consented);
        consent(river, id, 1);
        assertStatus(river, id, IModelRegistry.Status.ConsentPending);
    }

    function test_approve_takesTheConsentThatThePolicyAsksFor() public {
        PolicyId policyId = createPolicy(river, "policy", consentRules(2));
        VersionId id = submitted("v", policyId);
        for (uint256 elders = 0; elders < 2; ++elders) {
            consent(river, id, elders);
            expectNoConsent(id, policyId);
            approve(river, id, policyId);
        }
        consent(river, id, 2);
        approve(river, id, policyId);
        assertStatus(river, id, IModelRegistry.Status.Approved);
    }

    function test_approve_takesNoConsentToSomethingElse() public {
        PolicyId policyId = createPolicy(river, "policy", consentRules(1));
        VersionId id = submitted("v", policyId);
        VersionId other = submitted("other", policyId);
        consent(river, other, 1);
        councilOf[river].setConsents(PolicyId.unwrap(policyId), 1);
        consent(hill, id, 1);
        expectNoConsent(id, policyId);
        approve(river, id, policyId);
    }

    function test_approve_takesTheConsentOfEveryCommunityWhosePolicyItStandsOn() public {
        PolicyId base = createPolicy(hill, "base", consentRules(1));
        PolicyId policyId = createPolicyOn(river, "policy", base, consentRules(2));
        VersionId id = submitted("v", policyId);
        consent(river, id, 2);
        assertStatus(river, id, IModelRegistry.Status.ConsentPending);
        expectNoConsent(id, policyId);
        approve(river, id, policyId);
        consent(hill, id, 1);
        consent(river, id, 1);
        assertStatus(river, id, IModelRegistry.Status.ConsentPending);
        expectNoConsent(id, policyId);
        approve(river, id, policyId);
        consent(river, id, 2);
        assertStatus(river, id, IModelRegistry.Status.Consented);
        approve(river, id, policyId);
    }

    /// @dev Its own part asks for none; that it stands on one that does is enough.
    function test_consent_pendsWhereOnlyAnothersPartAsksForIt() public {
        PolicyId base = createPolicy(hill, "base", consentRules(1));
        VersionId id = submitted("v", createPolicyOn(river, "policy", base, openRules()));
        assertStatus(river, id, IModelRegistry.Status.ConsentPending);
        consent(hill, id, 1);
        assertStatus(river, id, IModelRegistry.Status.Consented);
    }

    function test_consent_isThatOfTheCouncilTheCommunityHasNow() public {
        PolicyId policyId = createPolicy(river, "policy", consentRules(1));
        VersionId id = submitted("v", policyId);
        consent(river, id, 1);
        vm.prank(authorityOf[river]);
        communities.setCouncil(river, address(0));
        expectNoConsent(id, policyId);
        approve(river, id, policyId);

        ConsentDouble council = new ConsentDouble();
        council.setCommunityId(river);
        vm.prank(authorityOf[river]);
        communities.setCouncil(river, address(council));
        expectNoConsent(id, policyId);
        approve(river, id, policyId);
        council.setConsents(VersionId.unwrap(id), 1);
        approve(river, id, policyId);
    }

    function test_consent_thatIsWithdrawnAfterwardsLeavesTheApprovalAndHindersItsRestoration() public {
        PolicyId policyId = createPolicy(river, "policy", consentRules(1));
        VersionId id = submitted("v", policyId);
        consent(river, id, 1);
        approve(river, id, policyId);
        consent(river, id, 0);
        assertStatus(river, id, IModelRegistry.Status.Approved);

        suspend(river, id);
        expectNoConsent(id, policyId);
        restore(river, id);
        assertStatus(river, id, IModelRegistry.Status.Suspended);
        consent(river, id, 1);
        restore(river, id);
        assertStatus(river, id, IModelRegistry.Status.Approved);
    }

    /// @dev What the policy asks for at that moment, and not what it asked for when the version was approved.
    function test_restore_takesTheConsentThatThePolicyHasComeToAskFor() public {
        PolicyId policyId = createPolicy(river, "policy", openRules());
        VersionId id = submitted("v", policyId);
        approve(river, id, policyId);
        suspend(river, id);
        loosen(river, policyId, consentRules(1));
        expectNoConsent(id, policyId);
        restore(river, id);
    }

    // lineage

    function test_approve_revertsWhereTheParentsPolicyRefusesDerivatives() public {
        PolicyId policyId = createPolicy(river, "policy", derivativeRules(ICulturalProtocols.Derivatives.Refused));
        VersionId parent = submitted("parent", policyId);
        VersionId id = submit(child(river, "child", parent, policyId));
        expectNotDerivable(parent, id);
        approve(river, id, policyId);
    }

    function test_approve_needsNoApprovalOfItsOwnCommunityToDescend() public {
        PolicyId policyId = createPolicy(river, "policy", derivativeRules(ICulturalProtocols.Derivatives.ByApproval));
        VersionId parent = submitted("parent", policyId);
        VersionId id = submit(child(river, "child", parent, policyId));
        approve(river, id, policyId);
    }

    function test_approve_takesTheApprovalOfTheCommunityThatItDescendsFrom() public {
        (VersionId parent, VersionId id, PolicyId base, PolicyId own) = _childAcross(
            ICulturalProtocols.Derivatives.ByApproval
        );
        expectNotDerivable(parent, id);
        approve(hill, id, own);
        // Of something else, or by who is not asked.
        _approveDerivative(river, base, parent, true);
        _approveDerivative(hill, own, id, true);
        expectNotDerivable(parent, id);
        approve(hill, id, own);

        _approveDerivative(river, base, id, true);
        _approveDerivative(river, base, id, false);
        expectNotDerivable(parent, id);
        approve(hill, id, own);

        _approveDerivative(river, base, id, true);
        approve(hill, id, own);
        _approveDerivative(river, base, id, false);
        assertStatus(hill, id, IModelRegistry.Status.Approved);
    }

    function test_approve_revertsWhereTheParentsPolicyHasBecomeStricterSinceTheSubmission() public {
        (VersionId parent, VersionId id, PolicyId base, PolicyId own) = _childAcross(
            ICulturalProtocols.Derivatives.Reciprocal
        );
        tighten(river, base, derivativeRules(ICulturalProtocols.Derivatives.ByApproval));
        expectNotDerivable(parent, id);
        approve(hill, id, own);
        _approveDerivative(river, base, id, true);
        tighten(river, base, derivativeRules(ICulturalProtocols.Derivatives.Refused));
        expectNotDerivable(parent, id);
        approve(hill, id, own);
    }

    function test_approve_asksTheWholeLineThatTheParentsPolicyStandsOn() public {
        PolicyId base = createPolicy(river, "base", derivativeRules(ICulturalProtocols.Derivatives.Refused));
        PolicyId upper = createPolicyOn(river, "upper", base, openRules());
        VersionId parent = submitted("parent", upper);
        VersionId id = submit(child(river, "child", parent, upper));
        expectNotDerivable(parent, id);
        approve(river, id, upper);
    }

    /// @dev The own policy says what may descend from the version, not whether it may itself.
    function test_approve_asksTheParentsPolicyAndNotItsOwn() public {
        PolicyId base = createPolicy(river, "base", openRules());
        PolicyId own = createPolicyOn(river, "own", base, derivativeRules(ICulturalProtocols.Derivatives.Refused));
        VersionId parent = submitted("parent", base);
        VersionId id = submit(child(river, "child", parent, own));
        approve(river, id, own);
    }

    /// @dev That its contributor took the parent back says nothing of what descends from it.
    function test_approve_takesWhatDescendsFromAVersionThatWasTakenBack() public {
        VersionId parent = submit(submission("parent"));
        VersionId id = submit(child(river, "child", parent, NO_POLICY));
        vm.prank(contributor);
        models.withdrawVersion(parent);
        approve(river, id, NO_POLICY);
    }

    function test_approve_revertsOnceTheGrantToDeriveIsOver() public {
        VersionId parent = submit(submission("parent"));
        uint48 end = uint48(block.timestamp + 1 hours);
        grant(river, hill, IFederation.Grant(Scopes.DERIVE, end, false));
        VersionId early = submit(child(hill, "early", parent, NO_POLICY));
        VersionId late = submit(child(hill, "late", parent, NO_POLICY));
        vm.warp(end - 1);
        approve(hill, early, NO_POLICY);
        vm.warp(end);
        expectNotShared(parent, hill);
        approve(hill, late, NO_POLICY);
        assertStatus(hill, early, IModelRegistry.Status.Approved);
    }

    function test_approve_revertsWhereTheParentsKnowledgeWasWithdrawn() public {
        PolicyId policyId = createPolicy(river, "policy", custodyRules());
        VersionId parent = submitted("parent", policyId);
        VersionId id = submit(child(river, "child", parent, policyId));
        vm.prank(custodian);
        models.withdrawKnowledge(parent, "");
        expectNotDerivable(parent, id);
        approve(river, id, policyId);
    }

    // evaluations

    function test_attachEvaluation_keepsTheLatestOfEachEvaluator() public {
        VersionId id = submit(submission("v"));
        vm.expectEmit(address(models));
        emit IModelRegistry.EvaluationAttached(id, stranger, "first");
        vm.prank(stranger);
        models.attachEvaluation(id, "first");
        vm.prank(elder);
        models.attachEvaluation(id, "other");
        vm.prank(stranger);
        models.attachEvaluation(id, "second");
        vm.assertEq(models.evaluationOf(id, stranger), "second");
        vm.assertEq(models.evaluationOf(id, elder), "other");
        vm.assertEq(models.evaluationOf(id, steward), 0);
    }

    function test_attachEvaluation_revertsWithoutAVersionOrAReport() public {
        VersionId nothing = VersionId.wrap("nothing");
        expectUnknownVersion(nothing);
        models.attachEvaluation(nothing, "report");
        VersionId id = submit(submission("v"));
        vm.expectRevert(IModelRegistry.ModelRegistry_InvalidDigest.selector);
        models.attachEvaluation(id, 0);
    }

    function test_setEvaluator_isTheAuthoritysAndEachCommunitysOwn() public {
        expectNotAuthority(river, elder);
        vm.prank(elder);
        models.setEvaluator(river, stranger, true);
        vm.expectEmit(address(models));
        emit IModelRegistry.EvaluatorSet(river, stranger, true);
        _recognise(river, stranger, true);
        vm.assertEq(models.evaluatorsOf(river).length, 1);
        vm.assertEq(models.evaluatorsOf(river)[0], stranger);
        vm.assertEq(models.evaluatorsOf(hill).length, 0);
        vm.expectEmit(address(models));
        emit IModelRegistry.EvaluatorSet(river, stranger, false);
        _recognise(river, stranger, false);
        vm.assertEq(models.evaluatorsOf(river).length, 0);
    }

    function test_setEvaluationRequired_isTheAuthoritysAndEachCommunitysOwn() public {
        expectNotAuthority(river, elder);
        vm.prank(elder);
        models.setEvaluationRequired(river, true);
        vm.assertFalse(models.isEvaluationRequired(river));
        vm.expectEmit(address(models));
        emit IModelRegistry.EvaluationRequiredSet(river, true);
        _requireEvaluation(true);
        vm.assertTrue(models.isEvaluationRequired(river));
        vm.assertFalse(models.isEvaluationRequired(hill));
        vm.expectEmit(address(models));
        emit IModelRegistry.EvaluationRequiredSet(river, false);
        _requireEvaluation(false);
        vm.assertFalse(models.isEvaluationRequired(river));
    }

    function test_setEvaluator_takesThirtyTwoAndNoMore() public {
        address[] memory evaluators = new address[](MOST_EVALUATORS);
        for (uint256 i = 0; i < MOST_EVALUATORS; ++i) {
            evaluators[i] = vm.addr(i + 1);
            _recognise(river, evaluators[i], true);
        }
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_TooManyEvaluators.selector, river));
        _recognise(river, stranger, true);
        // One of them again, and one in another's place.
        _recognise(river, evaluators[0], true);
        _recognise(river, evaluators[0], false);
        _recognise(river, stranger, true);
        vm.assertEq(models.evaluatorsOf(river).length, MOST_EVALUATORS);

        _requireEvaluation(true);
        VersionId id = submit(submission("v"));
        vm.prank(stranger);
        models.attachEvaluation(id, "report");
        approve(river, id, NO_POLICY);
    }

    function test_approve_takesAReportOfARecognisedEvaluatorWhereItIsRequired() public {
        VersionId id = submit(submission("v"));
        VersionId other = submit(submission("other"));
        _requireEvaluation(true);
        _expectNotEvaluated(id);
        approve(river, id, NO_POLICY);

        vm.prank(stranger);
        models.attachEvaluation(id, "of somebody else");
        _recognise(hill, stranger, true);
        _recognise(river, elder, true);
        _recognise(river, steward, true);
        vm.prank(steward);
        models.attachEvaluation(other, "of something else");
        _expectNotEvaluated(id);
        approve(river, id, NO_POLICY);

        vm.prank(steward);
        models.attachEvaluation(id, "report");
        approve(river, id, NO_POLICY);
    }

    function test_approve_takesNoReportOfWhoIsNoLongerRecognised() public {
        VersionId id = submit(submission("v"));
        _requireEvaluation(true);
        _recognise(river, stranger, true);
        vm.prank(stranger);
        models.attachEvaluation(id, "report");
        _recognise(river, stranger, false);
        _expectNotEvaluated(id);
        approve(river, id, NO_POLICY);
        _requireEvaluation(false);
        approve(river, id, NO_POLICY);
    }

    // supersession

    function test_approve_putsTheVersionInThePlaceOfItsParent() public {
        (VersionId parent, VersionId id) = _parentAndChild();
        vm.expectEmit(address(models));
        emit IModelRegistry.VersionSuperseded(river, parent, id);
        approveInstead(river, id, NO_POLICY);
        assertStatus(river, parent, IModelRegistry.Status.Superseded);
        assertStatus(river, id, IModelRegistry.Status.Approved);
        assertSame(models.decisionOf(river, parent).successor, id);
        vm.assertEq(models.approvedCount(river), 2, "stays on the list");
    }

    function test_approve_leavesTheParentWhereTheVoteDoesNotSaySo() public {
        (VersionId parent, VersionId id) = _parentAndChild();
        vm.recordLogs();
        approve(river, id, NO_POLICY);
        vm.assertEq(vm.getRecordedLogs().length, 1, "approved, and no more");
        assertStatus(river, parent, IModelRegistry.Status.Approved);
        assertSame(models.decisionOf(river, parent).successor, NO_VERSION);
    }

    function test_approve_revertsWhereThereIsNothingToSupersede() public {
        VersionId orphan = submit(submission("orphan"));
        expectNothingToSupersede(orphan);
        approveInstead(river, orphan, NO_POLICY);

        VersionId parent = submit(submission("parent"));
        VersionId id = submit(child(river, "child", parent, NO_POLICY));
        expectNothingToSupersede(id);
        approveInstead(river, id, NO_POLICY);

        approve(river, parent, NO_POLICY);
        revoke(river, parent);
        expectNothingToSupersede(id);
        approveInstead(river, id, NO_POLICY);
        assertStatus(river, id, IModelRegistry.Status.Submitted);
    }

    /// @dev Approved by whom it came from is not approved here.
    function test_approve_revertsWhereOnlyAnotherCommunityApprovedTheParent() public {
        VersionId parent = approved("parent");
        grant(river, hill, Scopes.DERIVE);
        VersionId id = submit(child(hill, "child", parent, NO_POLICY));
        expectNothingToSupersede(id);
        approveInstead(hill, id, NO_POLICY);
    }

    function test_superseded_onlyWhileTheSuccessorStandsApproved() public {
        (VersionId parent, VersionId id) = _parentAndChild();
        approveInstead(river, id, NO_POLICY);
        suspend(river, id);
        assertStatus(river, parent, IModelRegistry.Status.Approved);
        restore(river, id);
        assertStatus(river, parent, IModelRegistry.Status.Superseded);
        revoke(river, id);
        assertStatus(river, parent, IModelRegistry.Status.Approved);
    }

    function test_superseded_givesWayToWhatWasDecidedOfTheParent() public {
        (VersionId parent, VersionId id) = _parentAndChild();
        approveInstead(river, id, NO_POLICY);
        suspend(river, parent);
        assertStatus(river, parent, IModelRegistry.Status.Suspended);
        restore(river, parent);
        assertStatus(river, parent, IModelRegistry.Status.Superseded);
        revoke(river, parent);
        assertStatus(river, parent, IModelRegistry.Status.Revoked);
    }

    /// @dev What stood suspended when it was superseded counts as superseded once it is restored.
    function test_approve_takesThePlaceOfASuspendedParentToo() public {
        (VersionId parent, VersionId id) = _parentAndChild();
        suspend(river, parent);
        approveInstead(river, id, NO_POLICY);
        assertStatus(river, parent, IModelRegistry.Status.Suspended);
        restore(river, parent);
        assertStatus(river, parent, IModelRegistry.Status.Superseded);
    }

    function test_superseded_byTheLatestThatWasVotedIntoItsPlace() public {
        (VersionId parent, VersionId first) = _parentAndChild();
        VersionId second = submit(child(river, "second", parent, NO_POLICY));
        approveInstead(river, first, NO_POLICY);
        approveInstead(river, second, NO_POLICY);
        assertSame(models.decisionOf(river, parent).successor, second);
        revoke(river, first);
        assertStatus(river, parent, IModelRegistry.Status.Superseded);
        revoke(river, second);
        assertStatus(river, parent, IModelRegistry.Status.Approved);
    }

    function test_superseded_byASuccessorThatIsSupersededItself() public {
        (VersionId parent, VersionId id) = _parentAndChild();
        VersionId grandchild = submit(child(river, "grandchild", id, NO_POLICY));
        approveInstead(river, id, NO_POLICY);
        approveInstead(river, grandchild, NO_POLICY);
        assertStatus(river, parent, IModelRegistry.Status.Superseded);
        assertStatus(river, id, IModelRegistry.Status.Superseded);
        assertStatus(river, grandchild, IModelRegistry.Status.Approved);
    }

    function _parentAndChild() private returns (VersionId parent, VersionId id) {
        parent = approved("parent");
        id = submit(child(river, "child", parent, NO_POLICY));
    }

    /// @dev Hill's child of what River offers under a policy with this rule.
    function _childAcross(
        ICulturalProtocols.Derivatives derivatives
    ) private returns (VersionId parent, VersionId id, PolicyId base, PolicyId own) {
        base = createPolicy(river, "base", derivativeRules(derivatives));
        parent = submitted("parent", base);
        grant(river, hill, Scopes.DERIVE);
        own = createPolicyOn(hill, "own", base, openRules());
        id = submit(child(hill, "child", parent, own));
    }

    function _approveDerivative(CommunityId communityId, PolicyId policyId, VersionId id, bool given) private {
        vm.prank(authorityOf[communityId]);
        protocols.setDerivativeApproval(policyId, id, given);
    }

    function _recognise(CommunityId communityId, address evaluator, bool recognised) private {
        vm.prank(authorityOf[communityId]);
        models.setEvaluator(communityId, evaluator, recognised);
    }

    function _requireEvaluation(bool required) private {
        vm.prank(authorityOf[river]);
        models.setEvaluationRequired(river, required);
    }

    function _expectNotEvaluated(VersionId id) private {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotEvaluated.selector, river, id));
    }
}
