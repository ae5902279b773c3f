// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IKeyRecovery} from "../../src/interfaces/IKeyRecovery.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {IVouching} from "../../src/interfaces/IVouching.sol";
import {Roles} from "../../src/types/Roles.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";

/// @dev Ada (member 1) has lost her key and wants to go on as `fresh`. Two of her three guardians have to agree; the
/// third is nobody's member.
contract KeyRecoveryTest is CommunityFixture {
    uint256 private constant READY_FOR = 30 days;

    address private _fresh;

    address[] private _guardians;

    function setUp() public override {
        super.setUp();
        _fresh = makeAddr("fresh");
        _guardians = _sorted(ben, cleo, stranger);
        vm.prank(ada);
        membership.setGuardians(_guardians, 2);
    }

    // setGuardians

    function test_setGuardians_keepsThemAndSaysSo() public {
        (address[] memory kept, uint256 threshold) = membership.guardiansOf(1);
        vm.assertEq(keccak256(abi.encode(kept)), keccak256(abi.encode(_guardians)));
        vm.assertEq(threshold, 2);
        vm.expectEmit(address(membership));
        emit IKeyRecovery.GuardiansSet(1, new address[](0), 0);
        vm.prank(ada);
        membership.setGuardians(new address[](0), 0);
        (kept, threshold) = membership.guardiansOf(1);
        vm.assertEq(kept.length, 0);
        vm.assertEq(threshold, 0);
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NotGuardian.selector, 1, ben));
        membership.supportRecovery(1, _fresh);
    }

    function test_setGuardians_replacesThem() public {
        address[] memory others = new address[](2);
        (others[0], others[1]) = dan < deployer ? (dan, deployer) : (deployer, dan);
        vm.expectEmit(address(membership));
        emit IKeyRecovery.GuardiansSet(1, others, 1);
        vm.prank(ada);
        membership.setGuardians(others, 1);
        (address[] memory kept, uint256 threshold) = membership.guardiansOf(1);
        vm.assertEq(keccak256(abi.encode(kept)), keccak256(abi.encode(others)));
        vm.assertEq(threshold, 1);
        (kept, threshold) = membership.guardiansOf(2);
        vm.assertEq(kept.length, 0, "Ben's");
        vm.assertEq(threshold, 0, "Ben's");
    }

    function test_setGuardians_takesAsMuchAsAllOfThem() public {
        vm.prank(ada);
        membership.setGuardians(_guardians, 3);
        _support();
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
        _supportBy(stranger);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
        vm.assertEq(membership.recoveryOf(1, _fresh).supporters, 7);
    }

    function test_setGuardians_revertsForWhoIsNotAMember() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.setGuardians(_guardians, 2);
        vm.prank(eve);
        membership.leave();
        vm.prank(eve);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, eve));
        membership.setGuardians(_guardians, 2);
    }

    function test_setGuardians_refusesWhatCannotWork() public {
        _refuses(_guardians, 0);
        _refuses(_guardians, 4);
        _refuses(new address[](0), 1);
        // Nobody, nobody twice, not in order, not the roll, not oneself.
        _refuses(new address[](1), 1);
        address[] memory some = new address[](2);
        (some[0], some[1]) = (_guardians[0], _guardians[0]);
        _refuses(some, 1);
        (some[0], some[1]) = (_guardians[1], _guardians[0]);
        _refuses(some, 1);
        some = new address[](1);
        some[0] = address(membership);
        _refuses(some, 1);
        some[0] = ada;
        _refuses(some, 1);
    }

    function test_setGuardians_takesTenAndNoMore() public {
        address[] memory many = new address[](11);
        for (uint160 i = 0; i < 11; ++i) many[i] = address(0x1000 + i);
        _refuses(many, 1);
        assembly ("memory-safe") {
            mstore(many, 10)
        }
        vm.startPrank(ada);
        membership.setGuardians(many, 10);
        membership.setGuardians(many, 1);
        vm.stopPrank();
        vm.prank(many[9]);
        membership.supportRecovery(1, _fresh);
        vm.assertEq(membership.recoveryOf(1, _fresh).supporters, 1 << 9);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
    }

    function test_setGuardians_endsWhatIsUnderWay() public {
        _support();
        vm.prank(ada);
        membership.setGuardians(_guardians, 1);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, _fresh));
        membership.finishRecovery(1, _fresh);
    }

    // supportRecovery

    function test_supportRecovery_startsTheDelayWithEnoughGuardians() public {
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoverySupported(1, _fresh, ben);
        _supportBy(ben);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
        vm.assertEq(membership.recoveryOf(1, _fresh).readyAt, 0);
        vm.assertEq(membership.recoveryOf(1, _fresh).supporters, _bitOf(ben));
        skip(1 hours);
        uint256 readyAt = vm.getBlockTimestamp() + RECOVERY_DELAY;
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoverySupported(1, _fresh, stranger);
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoveryStarted(1, _fresh, readyAt);
        _supportBy(stranger);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
        vm.assertEq(membership.recoveryOf(1, _fresh).readyAt, readyAt);
        vm.assertEq(membership.recoveryOf(1, _fresh).supporters, _bitOf(ben) | _bitOf(stranger));
        vm.assertEq(membership.recoveryOf(2, _fresh).startedAt, 0, "of another member");
        vm.assertEq(membership.recoveryOf(1, deployer).startedAt, 0, "to another account");
    }

    function test_supportRecovery_saysNothingOfAStartBeforeThereIsOne() public {
        vm.recordLogs();
        _supportBy(ben);
        vm.assertEq(vm.getRecordedLogs().length, 1);
    }

    function test_supportRecovery_isStartedByTheCommunityAlone() public {
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoveryStarted(4, _fresh, vm.getBlockTimestamp() + RECOVERY_DELAY);
        vm.recordLogs();
        vm.prank(address(timelock));
        membership.supportRecovery(4, _fresh);
        vm.assertEq(vm.getRecordedLogs().length, 1, "no guardian's support");
        vm.assertEq(membership.recoveryOf(4, _fresh).supporters, 0);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(4, _fresh);
        vm.assertEq(membership.accountOf(4), _fresh);
    }

    function test_supportRecovery_countsAGuardianOnce() public {
        _supportBy(ben);
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_AlreadySupported.selector, 1, _fresh));
        membership.supportRecovery(1, _fresh);
    }

    function test_supportRecovery_revertsWhileOneIsUnderWay() public {
        _support();
        uint256 readyAt = membership.recoveryOf(1, _fresh).readyAt;
        vm.warp(readyAt + READY_FOR);
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_AlreadySupported.selector, 1, _fresh));
        membership.supportRecovery(1, _fresh);
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_AlreadySupported.selector, 1, _fresh));
        membership.supportRecovery(1, _fresh);
        // It has lapsed: from nothing.
        skip(1);
        _supportBy(ben);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
        vm.assertEq(membership.recoveryOf(1, _fresh).supporters, _bitOf(ben));
        _supportBy(cleo);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
        vm.assertEq(membership.recoveryOf(1, _fresh).readyAt, vm.getBlockTimestamp() + RECOVERY_DELAY);
    }

    function test_supportRecovery_letsTheCommunityStartAgainWhatHasLapsed() public {
        _support();
        vm.warp(membership.recoveryOf(1, _fresh).readyAt + READY_FOR + 1);
        uint256 readyAt = vm.getBlockTimestamp() + RECOVERY_DELAY;
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoveryStarted(1, _fresh, readyAt);
        vm.prank(address(timelock));
        membership.supportRecovery(1, _fresh);
        vm.warp(readyAt);
        membership.finishRecovery(1, _fresh);
        vm.assertEq(membership.accountOf(1), _fresh);
    }

    function test_supportRecovery_keepsTheDelayItStartedWith() public {
        _support();
        uint256 readyAt = vm.getBlockTimestamp() + RECOVERY_DELAY;
        vm.prank(address(timelock));
        membership.setRecoveryDelay(10 days);
        vm.assertEq(membership.recoveryOf(1, _fresh).readyAt, readyAt);
        vm.prank(address(timelock));
        membership.supportRecovery(1, deployer);
        vm.assertEq(membership.recoveryOf(1, deployer).readyAt, vm.getBlockTimestamp() + 10 days);
        vm.warp(readyAt);
        membership.finishRecovery(1, _fresh);
    }

    /// @dev A recovery that starts in the second of the admission is of the new stay.
    function test_supportRecovery_countsFromTheSecondOfTheAdmission() public {
        vm.prank(ada);
        membership.leave();
        skip(1 days);
        admitByAuthority(ada, 0);
        _support();
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_AlreadySupported.selector, 1, _fresh));
        membership.supportRecovery(1, _fresh);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, _fresh);
        vm.assertEq(membership.accountOf(1), _fresh);
    }

    function test_supportRecovery_isOfOneStay() public {
        _supportBy(ben);
        vm.prank(ada);
        membership.leave();
        admitByAuthority(ada, 0);
        vm.assertEq(membership.recoveryOf(1, _fresh).supporters, 0);
        _supportBy(cleo);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
        vm.assertEq(membership.recoveryOf(1, _fresh).supporters, _bitOf(cleo));
        _supportBy(ben);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
    }

    /// @dev Nor does the end of a stay bring back what had ended before it.
    function test_supportRecovery_isOfOneChoiceOfGuardians() public {
        _supportBy(ben);
        vm.startPrank(ada);
        membership.setGuardians(_guardians, 2);
        membership.leave();
        vm.stopPrank();
        admitByAuthority(ada, 0);
        vm.assertEq(membership.recoveryOf(1, _fresh).supporters, 0);
        _supportBy(cleo);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
    }

    /// @dev The member leaves and comes back within the second in which its one guardian started it.
    function test_supportRecovery_isOfOneStayWhateverTheSecond() public {
        vm.prank(ada);
        membership.setGuardians(_guardians, 1);
        _supportBy(ben);
        vm.prank(ada);
        membership.leave();
        admitByAuthority(ada, 0);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, _fresh));
        membership.finishRecovery(1, _fresh);
    }

    function test_supportRecovery_countsEachTargetByItself() public {
        _supportBy(ben);
        vm.prank(cleo);
        membership.supportRecovery(1, deployer);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
        vm.assertEq(membership.recoveryOf(1, deployer).startedAt, 0);
    }

    function test_supportRecovery_revertsForAnyoneElse() public {
        vm.prank(dan);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NotGuardian.selector, 1, dan));
        membership.supportRecovery(1, _fresh);
    }

    function test_supportRecovery_revertsForAnAccountThatEverWasAMember() public {
        vm.prank(eve);
        membership.leave();
        vm.prank(address(timelock));
        membership.remove(dan, "gone");
        // What was a member's key before hers moved is used as well.
        vm.prank(address(timelock));
        membership.supportRecovery(3, deployer);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(3, deployer);
        address[6] memory used = [ada, ben, dan, eve, cleo, deployer];
        for (uint256 i = 0; i < used.length; ++i) {
            vm.prank(ben);
            vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AccountUsed.selector, used[i]));
            membership.supportRecovery(1, used[i]);
        }
    }

    function test_supportRecovery_revertsForNobodyAndForTheRoll() public {
        address[2] memory none = [address(0), address(membership)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(address(timelock));
            vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_InvalidAccount.selector, none[i]));
            membership.supportRecovery(1, none[i]);
        }
    }

    function test_supportRecovery_revertsForWhoIsNoMemberAnyMore() public {
        vm.prank(ada);
        membership.leave();
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, ada));
        membership.supportRecovery(1, _fresh);
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, address(0)));
        membership.supportRecovery(99, _fresh);
    }

    // cancelRecovery

    function test_cancelRecovery_isForTheOldKeyAndTheCommunity() public {
        address[2] memory callers = [ada, address(timelock)];
        for (uint256 i = 0; i < 2; ++i) {
            _support();
            vm.expectEmit(address(membership));
            emit IKeyRecovery.RecoveryCancelled(1, callers[i]);
            vm.prank(callers[i]);
            membership.cancelRecovery(1);
            vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, 0);
            vm.assertEq(membership.recoveryOf(1, _fresh).supporters, 0);
        }
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, _fresh));
        membership.finishRecovery(1, _fresh);
    }

    function test_cancelRecovery_endsAllOfTheMembersAndNobodyElses() public {
        vm.startPrank(address(timelock));
        membership.supportRecovery(1, _fresh);
        membership.supportRecovery(1, deployer);
        membership.supportRecovery(2, makeAddr("other"));
        vm.stopPrank();
        vm.prank(ada);
        membership.cancelRecovery(1);
        skip(RECOVERY_DELAY);
        address[2] memory ended = [_fresh, deployer];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, ended[i]));
            membership.finishRecovery(1, ended[i]);
        }
        membership.finishRecovery(2, makeAddr("other"));
        vm.assertEq(membership.accountOf(2), makeAddr("other"));
    }

    function test_cancelRecovery_leavesTheGuardiansWhoMayStartAgain() public {
        _support();
        vm.prank(ada);
        membership.cancelRecovery(1);
        _support();
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
    }

    function test_cancelRecovery_revertsForAnyoneElse() public {
        _support();
        address[4] memory callers = [ben, dan, stranger, _fresh];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NotGuardian.selector, 1, callers[i]));
            membership.cancelRecovery(1);
        }
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
    }

    function test_cancelRecovery_revertsForWhoIsNoMemberAnyMore() public {
        vm.prank(ada);
        membership.leave();
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, ada));
        membership.cancelRecovery(1);
    }

    // finishRecovery

    function test_finishRecovery_movesTheMembershipWhole() public {
        uint48 joinedAt = membership.memberOf(ada).joinedAt;
        _support();
        skip(RECOVERY_DELAY);
        vm.expectEmit(address(membership));
        emit IERC721.Transfer(ada, _fresh, 1);
        vm.expectEmit(address(membership));
        emit IKeyRecovery.MemberRecovered(1, ada, _fresh);
        vm.prank(deployer);
        membership.finishRecovery(1, _fresh);

        IMembership.Member memory moved = membership.memberOf(_fresh);
        vm.assertEq(moved.memberId, 1);
        vm.assertEq(moved.joinedAt, joinedAt);
        vm.assertEq(moved.leftAt, 0);
        vm.assertEq(moved.roles, Roles.ELDER | Roles.STEWARD);
        vm.assertEq(membership.ownerOf(1), _fresh);
        vm.assertEq(membership.memberCount(), 5);
        vm.assertFalse(membership.isMember(ada));
        vm.assertEq(membership.memberOf(ada).memberId, 0);
        vm.assertEq(membership.balanceOf(ada), 0);
        // Once.
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AccountUsed.selector, _fresh));
        membership.finishRecovery(1, _fresh);
    }

    function test_finishRecovery_makesTheOldKeyAStranger() public {
        _finish();
        vm.assertEq(membership.getVotes(ada), 0);
        vm.assertEq(membership.delegates(ada), address(0));
        vm.assertFalse(membership.wasMember(ada, START + 1));
        vm.assertFalse(membership.hasAnyRole(ada, Roles.ALL));
        bytes memory refusal = abi.encodeWithSelector(IMembership.Membership_NotMember.selector, ada);
        vm.startPrank(ada);
        vm.expectRevert(refusal);
        membership.leave();
        vm.expectRevert(refusal);
        membership.delegate(ben);
        vm.expectRevert(refusal);
        membership.vouch(stranger);
        vm.expectRevert(refusal);
        membership.setGuardians(new address[](0), 0);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NotGuardian.selector, 1, ada));
        membership.cancelRecovery(1);
        vm.stopPrank();
        vm.assertEq(membership.ownerOf(1), _fresh);
    }

    /// @dev What was said of an account before it became a member's is no way back in for that member.
    function test_finishRecovery_usesUpWhatTheNewKeyWasVouchedFor() public {
        vm.prank(dan);
        membership.vouch(_fresh);
        vm.prank(eve);
        membership.vouch(_fresh);
        _finish();
        vm.prank(_fresh);
        membership.leave();
        vm.assertEq(membership.vouchesFor(_fresh), 0);
        vm.prank(_fresh);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, _fresh, 0, 2));
        membership.join();
    }

    function test_finishRecovery_keepsThePast() public {
        _finish();
        vm.assertTrue(membership.wasMember(_fresh, START + 1));
        vm.assertFalse(membership.wasMember(_fresh, START));
        vm.assertEq(membership.getPastVotes(_fresh, START + 1), 1);
        vm.assertEq(membership.getPastVotes(ada, START + 1), 0);
        vm.assertEq(membership.getPastTotalSupply(START + 1), 5);
        vm.assertEq(membership.getPastTotalSupply(vm.getBlockTimestamp() - 1), 5);
    }

    function test_finishRecovery_keepsWhatWasLentInBothDirections() public {
        vm.prank(ada);
        membership.delegate(ben);
        vm.prank(dan);
        membership.delegate(ada);
        vm.prank(eve);
        membership.delegate(ada);
        skip(1);
        _finish();
        vm.assertEq(membership.delegates(_fresh), ben);
        vm.assertEq(membership.delegates(dan), _fresh);
        vm.assertEq(membership.getVotes(_fresh), 2);
        vm.assertEq(membership.getVotes(ben), 2);
        vm.assertEq(membership.getPastVotes(_fresh, vm.getBlockTimestamp() - 1), 2);
        // The new key takes its own back; Dan takes his back from it.
        vm.prank(_fresh);
        membership.delegate(address(0));
        vm.prank(dan);
        membership.delegate(address(0));
        vm.assertEq(membership.getVotes(_fresh), 2);
        vm.assertEq(membership.getVotes(ben), 1);
    }

    function test_finishRecovery_keepsTheGuardiansAndLetsTheNewKeyCancel() public {
        _finish();
        (address[] memory kept, uint256 threshold) = membership.guardiansOf(1);
        vm.assertEq(keccak256(abi.encode(kept)), keccak256(abi.encode(_guardians)));
        vm.assertEq(threshold, 2);
        vm.prank(ben);
        membership.supportRecovery(1, deployer);
        vm.prank(cleo);
        membership.supportRecovery(1, deployer);
        vm.assertEq(membership.recoveryOf(1, deployer).startedAt, vm.getBlockTimestamp());
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoveryCancelled(1, _fresh);
        vm.prank(_fresh);
        membership.cancelRecovery(1);
        vm.assertEq(membership.recoveryOf(1, deployer).startedAt, 0);
    }

    function test_finishRecovery_letsTheNewKeyGoAndComeBack() public {
        _finish();
        vm.prank(_fresh);
        membership.leave();
        vm.assertEq(membership.accountOf(1), address(0));
        vm.assertEq(membership.memberCount(), 4);
        vm.assertEq(admitByAuthority(_fresh, 0), 1);
        vm.assertEq(membership.accountOf(1), _fresh);
    }

    function test_finishRecovery_revertsForWhoIsNoMemberAnyMore() public {
        _support();
        skip(RECOVERY_DELAY);
        vm.prank(address(timelock));
        membership.remove(ada, "gone");
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, ada));
        membership.finishRecovery(1, _fresh);
    }

    function test_finishRecovery_waitsForItsDelayAndLapses() public {
        _support();
        uint256 readyAt = membership.recoveryOf(1, _fresh).readyAt;
        vm.warp(readyAt - 1);
        _refusesAsNotDue(readyAt);
        vm.warp(readyAt + READY_FOR + 1);
        _refusesAsNotDue(readyAt);
        vm.warp(readyAt + READY_FOR);
        membership.finishRecovery(1, _fresh);
    }

    function test_finishRecovery_revertsForWhatNobodySupported() public {
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, _fresh));
        membership.finishRecovery(1, _fresh);
        _supportBy(ben);
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, _fresh));
        membership.finishRecovery(1, _fresh);
    }

    function test_finishRecovery_revertsWhereTheTargetJoinedMeanwhile() public {
        _support();
        admitByAuthority(_fresh, 0);
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AccountUsed.selector, _fresh));
        membership.finishRecovery(1, _fresh);
    }

    function test_finishRecovery_isOfOneStay() public {
        _support();
        skip(1);
        vm.prank(ada);
        membership.leave();
        skip(1);
        admitByAuthority(ada, 0);
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, _fresh));
        membership.finishRecovery(1, _fresh);
        // The guardians start anew.
        _support();
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, _fresh);
    }

    /// @dev Without guardians, whose support ends with the stay.
    function test_finishRecovery_isOfOneStayWhereTheCommunityStartedIt() public {
        vm.prank(address(timelock));
        membership.supportRecovery(4, _fresh);
        skip(1);
        vm.prank(dan);
        membership.leave();
        skip(1);
        admitByAuthority(dan, 0);
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 4, _fresh));
        membership.finishRecovery(4, _fresh);
        // It may start anew.
        vm.prank(address(timelock));
        membership.supportRecovery(4, _fresh);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(4, _fresh);
        vm.assertEq(membership.accountOf(4), _fresh);
    }

    /// @dev Found by invariant M10.
    function test_finishRecovery_isOfOneStayThoughAllHappenedInOneSecond() public {
        vm.prank(address(timelock));
        membership.supportRecovery(4, _fresh);
        vm.prank(dan);
        membership.leave();
        admitByAuthority(dan, 0);
        vm.assertEq(membership.recoveryOf(4, _fresh).startedAt, 0);
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 4, _fresh));
        membership.finishRecovery(4, _fresh);
    }

    function test_finishRecovery_endsAllOthers() public {
        _support();
        vm.prank(address(timelock));
        membership.supportRecovery(1, deployer);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, _fresh);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, deployer));
        membership.finishRecovery(1, deployer);
    }

    function test_finishRecovery_letsNobodyVoteTwice() public {
        _support();
        vm.prank(dan);
        membership.delegate(ada);
        skip(RECOVERY_DELAY - 10 hours);
        uint256 id = propose(ben, anything("In between"));
        toVoting(id);
        vote(ada, id, FOR);
        vm.warp(membership.recoveryOf(1, _fresh).readyAt);
        membership.finishRecovery(1, _fresh);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, _fresh));
        vote(_fresh, id, FOR);
        vm.assertTrue(governor.hasVoted(id, _fresh));
        // With the vote that Dan lent to the member, not to the key.
        (, uint256 forVotes, ) = governor.proposalVotes(id);
        vm.assertEq(forVotes, 2);
        vm.assertEq(membership.getVotes(_fresh), 2);
        vm.assertEq(membership.delegates(dan), _fresh);
    }

    function test_finishRecovery_keepsTheVoteOnWhatIsOpen() public {
        _support();
        skip(RECOVERY_DELAY - 10 hours);
        uint256 id = propose(ada, anything("In between"));
        toVoting(id);
        vm.warp(membership.recoveryOf(1, _fresh).readyAt);
        membership.finishRecovery(1, _fresh);
        vote(_fresh, id, FOR);
        (, uint256 forVotes, ) = governor.proposalVotes(id);
        vm.assertEq(forVotes, 1);
    }

    // departures

    /// @dev Who never chose guardians pays nothing for theirs.
    // setRecoveryDelay

    function test_setRecoveryDelay_isForTheCommunityAlone() public {
        address[4] memory callers = [ada, stranger, address(governor), address(factory)];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, callers[i]));
            membership.setRecoveryDelay(2 days);
        }
    }

    function test_setRecoveryDelay_staysWithinItsBounds() public {
        vm.assertEq(membership.recoveryDelayFloor(), 1 days);
        vm.assertEq(membership.recoveryDelay(), RECOVERY_DELAY);
        uint32[2] memory fine = [uint32(1 days), uint32(30 days)];
        uint32[2] memory wrong = [uint32(1 days - 1), uint32(30 days + 1)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectEmit(address(membership));
            emit IKeyRecovery.RecoveryDelaySet(fine[i]);
            vm.prank(address(timelock));
            membership.setRecoveryDelay(fine[i]);
            vm.assertEq(membership.recoveryDelay(), fine[i]);
            vm.prank(address(timelock));
            vm.expectRevert(
                abi.encodeWithSelector(
                    IKeyRecovery.Membership_RecoveryDelayOutOfBounds.selector,
                    wrong[i],
                    1 days,
                    30 days
                )
            );
            membership.setRecoveryDelay(wrong[i]);
        }
    }

    // attacks

    function test_attack_recoveryOfAMemberByStrangers() public {
        // Eve has no guardians: nobody but the community helps her, and a threshold of zero helps nobody.
        address[3] memory callers = [stranger, dan, eve];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NotGuardian.selector, 5, callers[i]));
            membership.supportRecovery(5, callers[i] == stranger ? stranger : _fresh);
        }
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 5, _fresh));
        membership.finishRecovery(5, _fresh);
    }

    /// @dev A guardian who misuses the trust cannot do it by being asked twice, nor for two accounts at once.
    function test_attack_recoveryByOneGuardianOfTwo() public {
        vm.startPrank(stranger);
        membership.supportRecovery(1, _fresh);
        membership.supportRecovery(1, deployer);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_AlreadySupported.selector, 1, _fresh));
        membership.supportRecovery(1, _fresh);
        vm.stopPrank();
        skip(RECOVERY_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, _fresh));
        membership.finishRecovery(1, _fresh);
    }

    /// @dev Guardians who collude: the key that is not lost says no.
    function test_attack_recoveryOfAKeyThatIsNotLost() public {
        _support();
        skip(RECOVERY_DELAY);
        vm.prank(ada);
        membership.cancelRecovery(1);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NoRecovery.selector, 1, _fresh));
        membership.finishRecovery(1, _fresh);
        vm.assertEq(membership.accountOf(1), ada);
    }

    /// @dev Dan sees his removal proposed, and moves his membership to an account that the proposal does not name.
    function test_attack_evasionOfARemovalByRecovery() public {
        Proposal memory removal = plan1(
            address(membership),
            abi.encodeCall(membership.remove, (dan, "harm")),
            "Remove Dan"
        );
        _moveDanWhilePassing(removal);
        vm.expectEmit(address(membership));
        emit IERC721.Transfer(_fresh, address(0), 4);
        vm.expectEmit(address(membership));
        emit IMembership.MemberDeparted(4, _fresh, true, "harm");
        execute(removal);
        vm.assertEq(membership.accountOf(4), address(0));
        vm.assertTrue(membership.memberOf(_fresh).barred);
        vm.assertEq(membership.memberCount(), 4);
    }

    function test_attack_evasionOfALossOfRolesByRecovery() public {
        vm.prank(address(timelock));
        membership.setRoles(dan, Roles.STEWARD);
        Proposal memory change = plan1(
            address(membership),
            abi.encodeCall(membership.setRoles, (dan, Roles.TREASURER)),
            "Dan keeps the purse"
        );
        _moveDanWhilePassing(change);
        vm.expectEmit(address(membership));
        emit IMembership.MemberRolesChanged(4, _fresh, Roles.TREASURER);
        execute(change);
        vm.assertEq(membership.memberOf(_fresh).roles, Roles.TREASURER);
        vm.assertEq(membership.memberOf(dan).roles, 0);
    }

    /// @dev He leaves under the new key before he can be removed: the way back is closed all the same.
    function test_attack_evasionOfABarByRecovery() public {
        Proposal memory removal = plan1(
            address(membership),
            abi.encodeCall(membership.remove, (dan, "harm")),
            "Remove Dan"
        );
        _moveDanWhilePassing(removal);
        vm.prank(_fresh);
        membership.leave();
        vm.expectEmit(address(membership));
        emit IMembership.MemberBarred(4, _fresh, "harm");
        execute(removal);
        vm.assertTrue(membership.memberOf(_fresh).barred);
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, _fresh));
        membership.remove(dan, "again");
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, dan));
        membership.setRoles(dan, 0);
    }

    function _moveDanWhilePassing(Proposal memory proposal) private {
        address[] memory guardians = new address[](1);
        guardians[0] = stranger;
        vm.prank(dan);
        membership.setGuardians(guardians, 1);
        vm.prank(stranger);
        membership.supportRecovery(4, _fresh);
        pass(proposal);
        membership.finishRecovery(4, _fresh);
        vm.assertFalse(membership.isMember(dan));
    }

    function _refusesAsNotDue(uint256 readyAt) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IKeyRecovery.Membership_RecoveryNotDue.selector,
                1,
                _fresh,
                readyAt,
                readyAt + READY_FOR
            )
        );
        membership.finishRecovery(1, _fresh);
    }

    function _supportBy(address guardian) private {
        vm.prank(guardian);
        membership.supportRecovery(1, _fresh);
    }

    function _support() private {
        _supportBy(ben);
        _supportBy(cleo);
    }

    /// @dev Both guardians agree, nobody says no, and it is done.
    function _finish() private {
        _support();
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, _fresh);
    }

    function _bitOf(address guardian) private view returns (uint256) {
        for (uint256 i = 0; i < _guardians.length; ++i) {
            if (_guardians[i] == guardian) return 1 << i;
        }
        revert("not a guardian");
    }

    function _refuses(address[] memory guardians, uint8 threshold) private {
        vm.prank(ada);
        vm.expectRevert(IKeyRecovery.Membership_InvalidGuardians.selector);
        membership.setGuardians(guardians, threshold);
    }

    function _sorted(address a, address b, address c) private pure returns (address[] memory sorted) {
        sorted = new address[](3);
        if (a > b) (a, b) = (b, a);
        if (b > c) (b, c) = (c, b);
        if (a > b) (a, b) = (b, a);
        (sorted[0], sorted[1], sorted[2]) = (a, b, c);
    }
}
