// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IKeyRecovery} from "../../src/interfaces/IKeyRecovery.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
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
    }

    function test_setGuardians_revertsForWhoIsNotAMember() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
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
        skip(1 hours);
        uint256 readyAt = vm.getBlockTimestamp() + RECOVERY_DELAY;
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoverySupported(1, _fresh, stranger);
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoveryStarted(1, _fresh, readyAt);
        _supportBy(stranger);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
        vm.assertEq(membership.recoveryOf(1, _fresh).readyAt, readyAt);
    }

    function test_supportRecovery_isStartedByTheCommunityAlone() public {
        vm.expectEmit(address(membership));
        emit IKeyRecovery.RecoveryStarted(4, _fresh, vm.getBlockTimestamp() + RECOVERY_DELAY);
        vm.prank(address(timelock));
        membership.supportRecovery(4, _fresh);
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
        _supportBy(cleo);
        vm.assertEq(membership.recoveryOf(1, _fresh).startedAt, vm.getBlockTimestamp());
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
        address[2] memory used = [dan, eve];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(ben);
            vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_AccountUsed.selector, used[i]));
            membership.supportRecovery(1, used[i]);
        }
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_InvalidAccount.selector, address(0)));
        membership.supportRecovery(1, address(0));
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

    function test_cancelRecovery_revertsForAnyoneElse() public {
        _support();
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_NotGuardian.selector, 1, ben));
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
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_AccountUsed.selector, _fresh));
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
        vm.expectRevert(abi.encodeWithSelector(IKeyRecovery.Membership_AccountUsed.selector, _fresh));
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

    // setRecoveryDelay

    function test_setRecoveryDelay_isForTheCommunityAlone() public {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, ada));
        membership.setRecoveryDelay(2 days);
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
