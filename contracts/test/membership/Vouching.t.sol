// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMembership} from "../../src/interfaces/IMembership.sol";
import {IVouching} from "../../src/interfaces/IVouching.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";

/// @dev It takes two members to let somebody in, within thirty days.
contract VouchingTest is CommunityFixture {
    // vouch

    function test_vouch_countsForItsPeriodAndSaysSo() public {
        uint256 expiresAt = vm.getBlockTimestamp() + VOUCH_PERIOD;
        vm.expectEmit(address(membership));
        emit IVouching.Vouched(stranger, 2, expiresAt);
        _vouch(ben);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        vm.warp(expiresAt);
        vm.assertEq(membership.vouchesFor(stranger), 1, "in its last second");
        skip(1);
        vm.assertEq(membership.vouchesFor(stranger), 0);
    }

    function test_vouch_revertsForWhoIsNotAMember() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.vouch(deployer);
        vm.prank(eve);
        membership.leave();
        vm.prank(eve);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, eve));
        membership.vouch(stranger);
    }

    function test_vouch_revertsForWhoIsAMember() public {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AlreadyMember.selector, ben));
        membership.vouch(ben);
    }

    function test_vouch_revertsForNobodyAndForTheRoll() public {
        address[2] memory none = [address(0), address(membership)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(ada);
            vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_InvalidAccount.selector, none[i]));
            membership.vouch(none[i]);
        }
    }

    function test_vouch_revertsWhenEnoughHave() public {
        _vouch(ada);
        _vouch(ben);
        vm.prank(cleo);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_EnoughVouches.selector, stranger));
        membership.vouch(stranger);
        // Whoever vouched may do so anew, for a period that begins now.
        skip(10 days);
        _vouch(ada);
        skip(VOUCH_PERIOD - 10 days + 1);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        // In the place of the one that has run out.
        _vouch(cleo);
        vm.assertEq(membership.vouchesFor(stranger), 2);
    }

    function test_vouch_countsNobodyTwice() public {
        _vouch(ada);
        _vouch(ada);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 1, 2));
        membership.join();
    }

    function test_vouch_endsWithTheVoucher() public {
        _vouch(dan);
        _vouch(eve);
        vm.prank(eve);
        membership.leave();
        vm.assertEq(membership.vouchesFor(stranger), 1);
        vm.prank(address(timelock));
        membership.remove(dan, "gone");
        vm.assertEq(membership.vouchesFor(stranger), 0);
    }

    function test_vouch_revertsWhereVouchingIsClosed() public {
        _vouch(ada);
        _vouch(ben);
        vm.prank(address(timelock));
        membership.setVouching(IVouching.VouchingSettings(0, 0));
        vm.prank(cleo);
        vm.expectRevert(IVouching.Membership_VouchingClosed.selector);
        membership.vouch(deployer);
        vm.prank(stranger);
        vm.expectRevert(IVouching.Membership_VouchingClosed.selector);
        membership.join();
    }

    function test_vouch_revertsForWhomTheCommunityRemoved() public {
        _vouch(ada);
        _vouch(ben);
        vm.prank(stranger);
        membership.join();
        vm.prank(address(timelock));
        membership.remove(stranger, "harm");
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_Barred.selector, stranger));
        membership.vouch(stranger);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_Barred.selector, stranger));
        membership.join();
        // The community itself may change its mind; then the way is open again.
        admitByAuthority(stranger, 0);
        vm.assertFalse(membership.memberOf(stranger).barred);
        vm.prank(stranger);
        membership.leave();
        _vouch(ada);
        _vouch(ben);
        vm.prank(stranger);
        membership.join();
    }

    function test_remove_barsWhoHasLeftAlready() public {
        vm.prank(eve);
        membership.leave();
        vm.expectEmit(address(membership));
        emit IMembership.MemberBarred(5, eve, "and stay away");
        vm.prank(address(timelock));
        membership.remove(eve, "and stay away");
        vm.assertTrue(membership.memberOf(eve).barred);
        vm.assertEq(membership.memberCount(), 4);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_Barred.selector, eve));
        membership.vouch(eve);
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, eve));
        membership.remove(eve, "again");
    }

    // withdrawVouch

    function test_withdrawVouch_takesItBack() public {
        _vouch(ada);
        _vouch(ben);
        vm.expectEmit(address(membership));
        emit IVouching.VouchWithdrawn(stranger, 1);
        vm.prank(ada);
        membership.withdrawVouch(stranger);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NoVouch.selector, stranger, ada));
        membership.withdrawVouch(stranger);
        // Ben's stands.
        _vouch(cleo);
        vm.prank(stranger);
        membership.join();
    }

    function test_withdrawVouch_revertsForWhoNeverVouched() public {
        _vouch(ben);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NoVouch.selector, stranger, stranger));
        membership.withdrawVouch(stranger);
    }

    // join

    function test_join_makesAMemberWithoutRoles() public {
        _vouch(ada);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 1, 2));
        membership.join();
        _vouch(ben);
        vm.expectEmit(address(membership));
        emit IMembership.MemberAdmitted(6, stranger, 0);
        vm.prank(stranger);
        vm.assertEq(membership.join(), 6);
        vm.assertEq(membership.memberCount(), 6);
        vm.assertEq(membership.memberOf(stranger).joinedAt, vm.getBlockTimestamp());
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AlreadyMember.selector, stranger));
        membership.join();
    }

    function test_join_usesTheVouchesUp() public {
        _vouch(ada);
        _vouch(ben);
        vm.prank(stranger);
        membership.join();
        vm.prank(stranger);
        membership.leave();
        vm.assertEq(membership.vouchesFor(stranger), 0);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 0, 2));
        membership.join();
        _vouch(ada);
        _vouch(ben);
        vm.prank(stranger);
        vm.assertEq(membership.join(), 6, "the former id");
    }

    // setVouching

    function test_setVouching_isForTheCommunityAlone() public {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, ada));
        membership.setVouching(IVouching.VouchingSettings(2, 1 days));
    }

    function test_setVouching_takesWhatLiesWithinItsBounds() public {
        _accepts(2, 1 days);
        _accepts(16, 365 days);
        _accepts(0, 0);
        _refuses(1, 1 days);
        _refuses(17, 1 days);
        _refuses(2, 1 days - 1);
        _refuses(2, 365 days + 1);
        _refuses(0, 1 days);
        _refuses(2, 0);
    }

    function test_setVouching_leavesVouchesTheirExpiry() public {
        _vouch(ada);
        _accepts(3, 1 days);
        skip(2 days);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        _vouch(ben);
        skip(1 days + 1);
        vm.assertEq(membership.vouchesFor(stranger), 1);
    }

    // attacks

    function test_attack_vouchAndVoteInOneTransaction() public {
        _vouch(ada);
        _vouch(ben);
        uint256 id = propose(ada, anything("Open"));
        vm.prank(stranger);
        membership.join();
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NotMember.selector, stranger));
        governor.propose(new address[](1), new uint256[](1), new bytes[](1), "At once");
        toVoting(id);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, id, stranger));
        vote(stranger, id, FOR);
    }

    function test_attack_sybilChainInOneTransaction() public {
        admitByAuthority(stranger, 0);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.vouch(deployer);
        skip(1);
        vm.prank(stranger);
        membership.vouch(deployer);
    }

    function _vouch(address voucher) private {
        vm.prank(voucher);
        membership.vouch(stranger);
    }

    function _accepts(uint8 needed, uint32 period) private {
        vm.expectEmit(address(membership));
        emit IVouching.VouchingSet(needed, period);
        vm.prank(address(timelock));
        membership.setVouching(IVouching.VouchingSettings(needed, period));
        vm.assertEq(membership.vouching().needed, needed);
        vm.assertEq(membership.vouching().period, period);
    }

    function _refuses(uint8 needed, uint32 period) private {
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_InvalidVouching.selector, needed, period));
        membership.setVouching(IVouching.VouchingSettings(needed, period));
    }
}
