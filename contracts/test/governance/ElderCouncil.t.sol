// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {ElderCouncil} from "../../src/governance/ElderCouncil.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {IElderCouncil} from "../../src/interfaces/IElderCouncil.sol";
import {Roles} from "../../src/types/Roles.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

/// @dev Ada and Ben are the elders, members 1 and 2; it takes both to veto, and both to consent.
contract ElderCouncilTest is CommunityFixture {
    bytes32 private constant SUBJECT = keccak256("a version");

    function setUp() public override {
        super.setUp();
        vm.startPrank(address(timelock));
        membership.setRoles(ben, Roles.ELDER);
        council.setThresholds(2, 2);
        vm.stopPrank();
    }

    // initialize

    function test_initialize_givesThePowerForATerm() public view {
        vm.assertEq(council.vetoExpiresAt(), START + VETO_TERM);
        vm.assertEq(address(council.membership()), address(membership));
        vm.assertTrue(
            keccak256(abi.encode(council.communityId())) == keccak256(abi.encode(communityId)),
            "its community"
        );
    }

    function test_initialize_givesNoPowerForATermOfNothing() public {
        IElderCouncil.CouncilSettings memory settings = councilSettings();
        settings.vetoTerm = 0;
        settings.consentThreshold = 3;
        settings.vetoThreshold = 4;
        IElderCouncil made = IElderCouncil(factory.deployCouncil(communityId, "powerless", settings));
        vm.assertEq(made.vetoExpiresAt(), 0);
        (uint16 consentThreshold, uint16 vetoThreshold) = made.thresholds();
        vm.assertEq(consentThreshold, 3);
        vm.assertEq(vetoThreshold, 4);
    }

    function test_initialize_saysWhatItWasGiven() public {
        ElderCouncil made = _fresh();
        vm.expectEmit(address(made));
        emit IElderCouncil.ThresholdsSet(3, 4);
        vm.expectEmit(address(made));
        emit IElderCouncil.VetoPowerSet(vm.getBlockTimestamp() + 5 days);
        made.initialize(IElderCouncil.CouncilSettings(3, 4, 5 days));
        vm.assertEq(made.vetoExpiresAt(), vm.getBlockTimestamp() + 5 days);
        vm.assertEq(address(made.membership()), address(membership));
    }

    function test_initialize_revertsASecondTime() public {
        (, , , address implementation) = factory.implementations();
        address made = factory.deployCouncil(communityId, "another", councilSettings());
        address[3] memory councils = [implementation, address(council), made];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            ElderCouncil(councils[i]).initialize(councilSettings());
        }
    }

    function test_initialize_staysWithinItsBounds() public {
        ElderCouncil made = _fresh();
        vm.expectRevert(IElderCouncil.ElderCouncil_InvalidThreshold.selector);
        made.initialize(IElderCouncil.CouncilSettings(0, 1, 1));
        vm.expectRevert(IElderCouncil.ElderCouncil_InvalidThreshold.selector);
        made.initialize(IElderCouncil.CouncilSettings(1, 0, 1));
        uint256 latest = vm.getBlockTimestamp() + 730 days;
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_TermTooLong.selector, latest + 1, latest));
        made.initialize(IElderCouncil.CouncilSettings(1, 1, 730 days + 1));
        made.initialize(IElderCouncil.CouncilSettings(1, 1, 730 days));
        vm.assertEq(made.vetoExpiresAt(), latest);
    }

    function test_initialize_holdsForAFoundingToo() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.council.consentThreshold = 0;
        vm.expectRevert(IElderCouncil.ElderCouncil_InvalidThreshold.selector);
        factory.found(plan);
        plan = founding();
        plan.council.vetoTerm = 730 days + 1;
        uint256 latest = vm.getBlockTimestamp() + 730 days;
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_TermTooLong.selector, latest + 1, latest));
        factory.found(plan);
    }

    // consent

    function test_giveConsent_takesAsManyEldersAsTheThreshold() public {
        vm.expectEmit(address(council));
        emit IElderCouncil.ConsentGiven(SUBJECT, 1, ada);
        _consent(ada);
        vm.assertFalse(council.hasConsent(SUBJECT));
        vm.assertEq(council.consentsTo(SUBJECT), 1);
        _consent(ben);
        vm.assertTrue(council.hasConsent(SUBJECT));
        vm.assertEq(council.consentsTo(SUBJECT), 2);
        vm.assertFalse(council.hasConsent(keccak256("another")));
        vm.assertTrue(council.hasConsented(SUBJECT, 1));
        vm.assertFalse(council.hasConsented(SUBJECT, 3));
    }

    function test_giveConsent_isForElders() public {
        address[2] memory others = [cleo, stranger];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(others[i]);
            vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotElder.selector, others[i]));
            council.giveConsent(SUBJECT);
        }
    }

    function test_giveConsent_countsAnElderOnce() public {
        _consent(ada);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_AlreadyConsented.selector, SUBJECT, 1));
        council.giveConsent(SUBJECT);
    }

    function test_giveConsent_countsForAsLongAsOneIsAnElder() public {
        _consent(ada);
        _consent(ben);
        vm.prank(address(timelock));
        membership.setRoles(ben, Roles.STEWARD);
        vm.assertFalse(council.hasConsent(SUBJECT));
        vm.assertEq(council.consentsTo(SUBJECT), 1);
        vm.prank(ada);
        membership.leave();
        vm.assertEq(council.consentsTo(SUBJECT), 0);
    }

    function test_giveConsent_staysWithAMemberWhoChangesItsKey() public {
        _consent(ada);
        _consent(ben);
        vm.prank(address(timelock));
        membership.supportRecovery(1, stranger);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, stranger);
        vm.assertTrue(council.hasConsent(SUBJECT));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_AlreadyConsented.selector, SUBJECT, 1));
        council.giveConsent(SUBJECT);
    }

    function test_withdrawConsent_takesItBackElderOrNot() public {
        _consent(ada);
        _consent(ben);
        vm.prank(address(timelock));
        membership.setRoles(ada, 0);
        vm.expectEmit(address(council));
        emit IElderCouncil.ConsentWithdrawn(SUBJECT, 1, ada);
        vm.prank(ada);
        council.withdrawConsent(SUBJECT);
        vm.prank(address(timelock));
        membership.setRoles(ada, Roles.ELDER);
        vm.assertEq(council.consentsTo(SUBJECT), 1);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotConsented.selector, SUBJECT, 1));
        council.withdrawConsent(SUBJECT);
    }

    function test_giveConsent_isOfOneSubject() public {
        _consent(ada);
        bytes32 other = keccak256("another");
        vm.expectEmit(address(council));
        emit IElderCouncil.ConsentGiven(other, 2, ben);
        vm.prank(ben);
        council.giveConsent(other);
        vm.assertEq(council.consentsTo(SUBJECT), 1);
        vm.assertEq(council.consentsTo(other), 1);
        vm.assertFalse(council.hasConsented(other, 1));
        vm.assertFalse(council.hasConsented(SUBJECT, 2));
    }

    /// @dev A role that comes back brings back what was said in it; the record says so all along.
    function test_giveConsent_countsAgainWithTheRole() public {
        _consent(ben);
        vm.startPrank(address(timelock));
        membership.setRoles(ben, Roles.STEWARD | Roles.TREASURER);
        vm.assertEq(council.consentsTo(SUBJECT), 0);
        vm.assertTrue(council.hasConsented(SUBJECT, 2));
        membership.setRoles(ben, Roles.ALL);
        vm.stopPrank();
        vm.assertEq(council.consentsTo(SUBJECT), 1);
    }

    function test_giveConsent_followsAThresholdThatChanges() public {
        _consent(ada);
        vm.startPrank(address(timelock));
        council.setThresholds(1, 2);
        vm.assertTrue(council.hasConsent(SUBJECT));
        council.setThresholds(2, 2);
        vm.stopPrank();
        vm.assertFalse(council.hasConsent(SUBJECT));
    }

    function test_giveConsent_isNotForAFormerKey() public {
        vm.prank(address(timelock));
        membership.supportRecovery(1, stranger);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, stranger);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotElder.selector, ada));
        council.giveConsent(SUBJECT);
        vm.expectEmit(address(council));
        emit IElderCouncil.ConsentGiven(SUBJECT, 1, stranger);
        _consent(stranger);
    }

    function test_withdrawConsent_makesRoomForAnother() public {
        _consent(ada);
        vm.startPrank(ada);
        council.withdrawConsent(SUBJECT);
        vm.assertFalse(council.hasConsented(SUBJECT, 1));
        council.giveConsent(SUBJECT);
        vm.stopPrank();
        vm.assertEq(council.consentsTo(SUBJECT), 1);
    }

    function test_withdrawConsent_revertsForWhoeverNeverConsented() public {
        _consent(ada);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotConsented.selector, SUBJECT, 0));
        council.withdrawConsent(SUBJECT);
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotConsented.selector, SUBJECT, 2));
        council.withdrawConsent(SUBJECT);
        vm.assertEq(council.consentsTo(SUBJECT), 1);
    }

    function test_withdrawConsent_isForAMemberWhoLeftToo() public {
        _consent(ada);
        vm.startPrank(ada);
        membership.leave();
        vm.expectEmit(address(council));
        emit IElderCouncil.ConsentWithdrawn(SUBJECT, 1, ada);
        council.withdrawConsent(SUBJECT);
        vm.stopPrank();
        vm.assertFalse(council.hasConsented(SUBJECT, 1));
    }

    // veto

    function test_veto_takesExactlyTheThreshold() public {
        vm.startPrank(address(timelock));
        membership.setRoles(cleo, Roles.ELDER);
        council.setThresholds(1, 3);
        vm.stopPrank();
        (Proposal memory proposal, bytes32 operation) = _queued();
        _veto(ada, operation);
        _veto(ben, operation);
        vm.assertEq(council.vetoesOf(operation), 2);
        assertState(proposal.id, IGovernor.ProposalState.Queued);
        vm.expectEmit(address(council));
        emit IElderCouncil.VetoSupported(operation, 3, cleo, "it harms the river");
        vm.expectEmit(address(timelock));
        emit TimelockControllerUpgradeable.Cancelled(operation);
        vm.expectEmit(address(council));
        emit IElderCouncil.OperationVetoed(operation, address(timelock));
        _veto(cleo, operation);
        assertState(proposal.id, IGovernor.ProposalState.Canceled);
        _refusesAsNotWaiting(operation);
    }

    function test_veto_isOfOneOperation() public {
        (, bytes32 operation) = _queued();
        Proposal memory other = anything("Dam the other river");
        pass(other);
        vm.warp(vm.getBlockTimestamp() - 1);
        _veto(ada, _operationOf(other));
        vm.assertEq(council.vetoesOf(operation), 0);
        vm.assertEq(council.vetoesOf(_operationOf(other)), 1);
    }

    /// @dev Whoever schedules it again starts with no veto against it.
    function test_veto_startsAnewForWhatIsScheduledAgain() public {
        (Proposal memory proposal, bytes32 operation) = _queued();
        _veto(ada, operation);
        _veto(ben, operation);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        vm.prank(address(governor));
        timelock.scheduleBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt, TIMELOCK_DELAY);
        vm.assertEq(council.vetoesOf(operation), 0);
        _veto(ben, operation);
        vm.assertTrue(timelock.isOperationPending(operation));
        _veto(ada, operation);
        vm.assertFalse(timelock.isOperation(operation));
    }

    function test_veto_staysWithAnElderWhoChangesItsKey() public {
        vm.prank(address(timelock));
        membership.supportRecovery(1, stranger);
        skip(RECOVERY_DELAY);
        (, bytes32 operation) = _queued();
        _veto(ada, operation);
        membership.finishRecovery(1, stranger);
        vm.assertEq(council.vetoesOf(operation), 1);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_AlreadySupported.selector, operation, 1));
        council.veto(operation, "again");
    }

    function test_veto_needsTheRoleOfACanceller() public {
        bytes32 canceller = timelock.CANCELLER_ROLE();
        (Proposal memory proposal, bytes32 operation) = _queued();
        vm.prank(address(council));
        timelock.renounceRole(canceller, address(council));
        _veto(ada, operation);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector,
                address(council),
                canceller
            )
        );
        _veto(ben, operation);
        assertState(proposal.id, IGovernor.ProposalState.Queued);
    }

    function test_veto_reachesNothingThatIsUnknownOrCancelled() public {
        _refusesAsNotWaiting(keccak256("nothing"));
        (, bytes32 operation) = _queued();
        vm.prank(address(governor));
        timelock.cancel(operation);
        _refusesAsNotWaiting(operation);
    }

    /// @dev To the very second, as it was founded.
    function test_veto_endsWithTheTermItWasFoundedWith() public {
        vm.prank(address(timelock));
        timelock.updateDelay(30 days);
        vm.warp(START + VETO_TERM - 4 days);
        (, bytes32 operation) = _queued();
        vm.warp(START + VETO_TERM);
        _veto(ada, operation);
        vm.warp(START + VETO_TERM + 1);
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_PowerExpired.selector, START + VETO_TERM));
        council.veto(operation, "a second late");
    }

    function test_veto_stopsWhatWaitsWithEnoughElders() public {
        (Proposal memory proposal, bytes32 operation) = _queued();
        vm.expectEmit(address(council));
        emit IElderCouncil.VetoSupported(operation, 1, ada, "it harms the river");
        _veto(ada, operation);
        assertState(proposal.id, IGovernor.ProposalState.Queued);
        vm.assertEq(council.vetoesOf(operation), 1);
        vm.expectEmit(address(council));
        emit IElderCouncil.OperationVetoed(operation, address(timelock));
        _veto(ben, operation);
        assertState(proposal.id, IGovernor.ProposalState.Canceled);
        vm.assertFalse(timelock.isOperation(operation));
        vm.assertEq(council.vetoesOf(operation), 0);
        skip(TIMELOCK_DELAY);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(proposal);
    }

    function test_veto_isForElders() public {
        (, bytes32 operation) = _queued();
        vm.prank(cleo);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotElder.selector, cleo));
        council.veto(operation, "no");
    }

    function test_veto_saysWhy() public {
        (, bytes32 operation) = _queued();
        vm.prank(ada);
        vm.expectRevert(IElderCouncil.ElderCouncil_NoReason.selector);
        council.veto(operation, "");
    }

    function test_veto_countsAnElderOnce() public {
        (, bytes32 operation) = _queued();
        _veto(ada, operation);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_AlreadySupported.selector, operation, 1));
        council.veto(operation, "once more");
    }

    function test_veto_countsForAsLongAsOneIsAnElder() public {
        (Proposal memory proposal, bytes32 operation) = _queued();
        _veto(ben, operation);
        vm.prank(address(timelock));
        membership.setRoles(ben, 0);
        _veto(ada, operation);
        assertState(proposal.id, IGovernor.ProposalState.Queued);
        vm.assertEq(council.vetoesOf(operation), 1);
    }

    function test_veto_reachesOnlyWhatWaits() public {
        Proposal memory proposal = anything("Not yet queued");
        propose(ada, proposal);
        bytes32 operation = _operationOf(proposal);
        _refusesAsNotWaiting(operation);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        toEnd(proposal.id);
        _refusesAsNotWaiting(operation);
        queue(proposal);
        vm.warp(governor.proposalEta(proposal.id));
        _refusesAsNotWaiting(operation);
        vm.warp(governor.proposalEta(proposal.id) - 1);
        _veto(ada, operation);
        vm.warp(governor.proposalEta(proposal.id));
        execute(proposal);
        _refusesAsNotWaiting(operation);
    }

    function test_veto_endsWithItsTerm() public {
        (, bytes32 operation) = _queued();
        vm.prank(address(timelock));
        council.setVetoPower(uint48(vm.getBlockTimestamp() + 1 hours));
        skip(1 hours);
        _veto(ada, operation);
        skip(1);
        vm.prank(ben);
        vm.expectRevert(
            abi.encodeWithSelector(IElderCouncil.ElderCouncil_PowerExpired.selector, vm.getBlockTimestamp() - 1)
        );
        council.veto(operation, "too late");
    }

    // settings

    function test_settings_areForTheCommunityAlone() public {
        vm.startPrank(ada);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotAuthority.selector, ada));
        council.setThresholds(1, 1);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotAuthority.selector, ada));
        council.setVetoPower(0);
        vm.stopPrank();
    }

    function test_setThresholds_changesThem() public {
        vm.expectEmit(address(council));
        emit IElderCouncil.ThresholdsSet(1, 3);
        vm.prank(address(timelock));
        council.setThresholds(1, 3);
        (uint16 consentThreshold, uint16 vetoThreshold) = council.thresholds();
        vm.assertEq(consentThreshold, 1);
        vm.assertEq(vetoThreshold, 3);
        _consent(ada);
        vm.assertTrue(council.hasConsent(SUBJECT));
    }

    function test_setThresholds_revertsForZero() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(IElderCouncil.ElderCouncil_InvalidThreshold.selector);
        council.setThresholds(0, 1);
        vm.expectRevert(IElderCouncil.ElderCouncil_InvalidThreshold.selector);
        council.setThresholds(1, 0);
        vm.stopPrank();
    }

    function test_setVetoPower_isForTwoYearsAtMost() public {
        uint256 latest = vm.getBlockTimestamp() + 730 days;
        vm.startPrank(address(timelock));
        vm.expectEmit(address(council));
        emit IElderCouncil.VetoPowerSet(latest);
        council.setVetoPower(uint48(latest));
        vm.assertEq(council.vetoExpiresAt(), latest);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_TermTooLong.selector, latest + 1, latest));
        council.setVetoPower(uint48(latest + 1));
        council.setVetoPower(0);
        vm.stopPrank();
        (, bytes32 operation) = _queued();
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_PowerExpired.selector, 0));
        council.veto(operation, "no power");
    }

    /// @dev A power that only a vote renews, and that a vote can end.
    function test_setVetoPower_isRenewedByVote() public {
        vm.warp(council.vetoExpiresAt() + 1);
        uint48 next = uint48(vm.getBlockTimestamp() + 400 days);
        decide(address(council), abi.encodeCall(council.setVetoPower, (next)), "Keep watch");
        vm.assertEq(council.vetoExpiresAt(), next);
    }

    // storage

    function test_storage_liesInItsNamespace() public {
        vm.prank(address(timelock));
        council.setThresholds(3, 4);
        bytes32 settings = vm.load(address(council), namespaceOf("commonweal.storage.ElderCouncil"));
        vm.assertEq(uint256(settings), ((START + VETO_TERM) << 32) | (4 << 16) | 3);
    }

    function _consent(address elder) private {
        vm.prank(elder);
        council.giveConsent(SUBJECT);
    }

    function _veto(address elder, bytes32 operation) private {
        vm.prank(elder);
        council.veto(operation, "it harms the river");
    }

    function _refusesAsNotWaiting(bytes32 operation) private {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IElderCouncil.ElderCouncil_NotWaiting.selector, operation));
        council.veto(operation, "no");
    }

    function _queued() private returns (Proposal memory proposal, bytes32 operation) {
        proposal = anything("Dam the river");
        _pass(proposal);
        operation = _operationOf(proposal);
    }

    function _pass(Proposal memory proposal) private {
        propose(cleo, proposal);
        toVoting(proposal.id);
        vote(cleo, proposal.id, FOR);
        vote(dan, proposal.id, FOR);
        toEnd(proposal.id);
        queue(proposal);
    }

    /// @dev A clone that nobody has set to work yet.
    function _fresh() private returns (ElderCouncil) {
        (, , , address implementation) = factory.implementations();
        return ElderCouncil(Clones.cloneWithImmutableArgs(implementation, abi.encode(address(membership))));
    }

    function _operationOf(Proposal memory proposal) private view returns (bytes32) {
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        return timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
    }
}
