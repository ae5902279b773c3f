// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {IERC5192} from "../../src/interfaces/IERC5192.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {IVouching} from "../../src/interfaces/IVouching.sol";
import {Roles} from "../../src/types/Roles.sol";
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

    function test_vouch_isForOneCandidate() public {
        _vouch(ada);
        _vouchFor(ada, deployer);
        _vouchFor(ben, deployer);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        vm.assertEq(membership.vouchesFor(deployer), 2);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 1, 2));
        membership.join();
    }

    function test_vouch_revertsForWhoJoinedInThisSecond() public {
        admitByAuthority(stranger, Roles.ALL);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.vouch(deployer);
        skip(1);
        _vouchFor(stranger, deployer);
        vm.assertEq(membership.vouchesFor(deployer), 1);
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
        vm.expectEmit(address(membership));
        emit IVouching.Vouched(stranger, 1, vm.getBlockTimestamp() + VOUCH_PERIOD);
        _vouch(ada);
        vm.assertEq(membership.vouchesFor(stranger), 2);
        skip(VOUCH_PERIOD - 10 days);
        vm.assertEq(membership.vouchesFor(stranger), 2, "Ben's in its last second");
        vm.prank(cleo);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_EnoughVouches.selector, stranger));
        membership.vouch(stranger);
        skip(1);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        // In the place of the one that has run out.
        _vouch(cleo);
        vm.assertEq(membership.vouchesFor(stranger), 2);
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NoVouch.selector, stranger, ben));
        membership.withdrawVouch(stranger);
    }

    /// @dev The own vouch, though it stands behind one that no longer counts.
    function test_vouch_takesTheOwnPlaceBeforeAFreeOne() public {
        _setVouching(3, VOUCH_PERIOD);
        _vouch(eve);
        _vouch(ada);
        vm.prank(eve);
        membership.leave();
        _vouch(ada);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        vm.prank(ada);
        membership.withdrawVouch(stranger);
        vm.assertEq(membership.vouchesFor(stranger), 0);
        // Eve's is still there: it was not written over.
        vm.prank(eve);
        membership.withdrawVouch(stranger);
    }

    function test_vouch_revertsWhenMoreThanEnoughHave() public {
        _setVouching(3, VOUCH_PERIOD);
        _vouch(ada);
        _vouch(ben);
        _vouch(cleo);
        _setVouching(2, VOUCH_PERIOD);
        vm.prank(dan);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_EnoughVouches.selector, stranger));
        membership.vouch(stranger);
        vm.assertEq(membership.vouchesFor(stranger), 3);
        // Whoever vouched may do so anew, though as many as needed came before.
        skip(1 days);
        vm.expectEmit(address(membership));
        emit IVouching.Vouched(stranger, 3, vm.getBlockTimestamp() + VOUCH_PERIOD);
        _vouch(cleo);
    }

    function test_vouch_staysWithTheVoucherUnderItsNewKey() public {
        _vouch(ada);
        _moveAda();
        vm.assertEq(membership.vouchesFor(stranger), 1);
        // It is the same member's: anew, not once more.
        _vouch(deployer);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NoVouch.selector, stranger, ada));
        membership.withdrawVouch(stranger);
        vm.expectEmit(address(membership));
        emit IVouching.VouchWithdrawn(stranger, 1);
        vm.prank(deployer);
        membership.withdrawVouch(stranger);
        vm.assertEq(membership.vouchesFor(stranger), 0);
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

    function test_vouch_doesNotComeBackWithTheVoucher() public {
        _vouch(dan);
        _vouch(eve);
        skip(1);
        vm.prank(eve);
        membership.leave();
        admitByAuthority(eve, 0);
        vm.prank(address(timelock));
        membership.remove(dan, "gone");
        skip(1);
        admitByAuthority(dan, 0);
        vm.assertEq(membership.vouchesFor(stranger), 0);
        skip(1);
        vm.assertEq(membership.vouchesFor(stranger), 0);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 0, 2));
        membership.join();
        // A new one counts, in the old one's place.
        _vouch(eve);
        vm.assertEq(membership.vouchesFor(stranger), 1);
        vm.prank(eve);
        membership.withdrawVouch(stranger);
        vm.assertEq(membership.vouchesFor(stranger), 0);
    }

    /// @dev The voucher leaves and comes back within the second of its vouch.
    function test_vouch_doesNotComeBackWithinItsSecond() public {
        _vouch(eve);
        vm.prank(eve);
        membership.leave();
        admitByAuthority(eve, 0);
        vm.assertEq(membership.vouchesFor(stranger), 0);
    }

    function test_vouch_revertsForTheOldKeyOfAMember() public {
        _moveAda();
        _expectOldKeyRefused();
        // Nor is it a way back in for whom the community removed.
        vm.prank(address(timelock));
        membership.remove(deployer, "harm");
        _expectOldKeyRefused();
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

    function test_withdrawVouch_leavesTheOthersAsTheyAre() public {
        _setVouching(4, VOUCH_PERIOD);
        _vouch(ada);
        _vouch(ben);
        _vouchFor(ben, deployer);
        _vouch(cleo);
        _vouch(dan);
        vm.expectEmit(address(membership));
        emit IVouching.VouchWithdrawn(stranger, 2);
        vm.prank(ben);
        membership.withdrawVouch(stranger);
        vm.assertEq(membership.vouchesFor(stranger), 3);
        vm.assertEq(membership.vouchesFor(deployer), 1, "for somebody else");
        address[3] memory others = [dan, cleo, ada];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(others[i]);
            membership.withdrawVouch(stranger);
            vm.assertEq(membership.vouchesFor(stranger), 2 - i);
        }
    }

    function test_withdrawVouch_isOpenToWhoHasLeftAndWhereVouchingIsClosed() public {
        _vouch(ada);
        _vouch(ben);
        vm.prank(ben);
        membership.leave();
        vm.prank(ben);
        membership.withdrawVouch(stranger);
        _setVouching(0, 0);
        vm.prank(ada);
        membership.withdrawVouch(stranger);
        _setVouching(VOUCHES, VOUCH_PERIOD);
        vm.assertEq(membership.vouchesFor(stranger), 0);
    }

    function test_withdrawVouch_revertsForWhoNeverVouched() public {
        _vouch(ben);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NoVouch.selector, stranger, stranger));
        membership.withdrawVouch(stranger);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NoVouch.selector, deployer, ada));
        membership.withdrawVouch(deployer);
    }

    // join

    function test_join_makesAMemberWithoutRoles() public {
        _vouch(ada);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 1, 2));
        membership.join();
        _vouch(ben);
        vm.expectEmit(address(membership));
        emit IERC721.Transfer(address(0), stranger, 6);
        vm.expectEmit(address(membership));
        emit IERC5192.Locked(6);
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

    function test_join_givesAFormerMemberNoRolesBack() public {
        vm.prank(cleo);
        membership.leave();
        skip(1 days);
        _vouchFor(ada, cleo);
        _vouchFor(ben, cleo);
        vm.prank(cleo);
        vm.assertEq(membership.join(), 3, "the former id");
        IMembership.Member memory member = membership.memberOf(cleo);
        vm.assertEq(member.roles, 0);
        vm.assertEq(member.joinedAt, vm.getBlockTimestamp());
        vm.assertEq(member.leftAt, 0);
    }

    function test_join_countsVouchesUntilTheirLastSecond() public {
        _vouch(ada);
        uint256 expiresAt = vm.getBlockTimestamp() + VOUCH_PERIOD;
        skip(1 days);
        _vouch(ben);
        uint256 state = vm.snapshotState();
        vm.warp(expiresAt + 1);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 1, 2));
        membership.join();
        vm.revertToState(state);
        vm.warp(expiresAt);
        vm.prank(stranger);
        membership.join();
        vm.assertTrue(membership.isMember(stranger));
    }

    function test_join_wantsAsManyAsAreNeededNow() public {
        _vouch(ada);
        _vouch(ben);
        _setVouching(3, 1 days);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 2, 3));
        membership.join();
        _vouch(cleo);
        vm.prank(stranger);
        membership.join();
        vm.assertTrue(membership.isMember(stranger));
    }

    function test_join_takesFewerVouchesWhereFewerAreNeededNow() public {
        _setVouching(3, VOUCH_PERIOD);
        _vouch(ada);
        _vouch(ben);
        _setVouching(2, VOUCH_PERIOD);
        vm.prank(stranger);
        membership.join();
        vm.assertTrue(membership.isMember(stranger));
    }

    function test_join_worksWithSixteenVouches() public {
        for (uint256 i = 1; i <= 11; ++i) {
            admitByAuthority(vm.addr(1_000 + i), 0);
        }
        skip(1);
        _setVouching(16, 365 days);
        for (uint256 id = 1; id <= 15; ++id) {
            _vouch(membership.accountOf(id));
        }
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 15, 16));
        membership.join();
        _vouch(membership.accountOf(16));
        skip(365 days);
        vm.prank(stranger);
        vm.assertEq(membership.join(), 17);
    }

    function test_join_revertsForTheRoll() public {
        vm.prank(address(membership));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_InvalidAccount.selector, address(membership)));
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

    function test_admit_usesTheVouchesUp() public {
        _vouch(ada);
        _vouch(ben);
        vm.prank(address(timelock));
        membership.admit(stranger, 0);
        vm.assertEq(membership.vouchesFor(stranger), 0);
        vm.prank(stranger);
        membership.leave();
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 0, 2));
        membership.join();
    }

    // setVouching

    function test_setVouching_isForTheCommunityAlone() public {
        address[4] memory callers = [ada, stranger, address(governor), address(factory)];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, callers[i]));
            membership.setVouching(IVouching.VouchingSettings(2, 1 days));
        }
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
        _refuses(16, 1 days - 1);
        _refuses(255, 365 days);
        vm.assertEq(membership.vouching().needed, 0, "as it was");
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
        uint256 before = propose(ada, anything("Open"));
        vm.prank(stranger);
        membership.join();
        uint256 afterwards = propose(ada, anything("In the same second"));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NotMember.selector, stranger));
        governor.propose(new address[](1), new uint256[](1), new bytes[](1), "At once");
        toVoting(afterwards);
        uint256[2] memory ids = [before, afterwards];
        for (uint256 i = 0; i < 2; ++i) {
            vm.assertEq(governor.votesOn(ids[i], stranger), 0);
            vm.expectRevert(
                abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, ids[i], stranger)
            );
            vote(stranger, ids[i], FOR);
        }
    }

    /// @dev Two who were let in honestly cannot bring in a third, and these a fourth, before anyone can look.
    function test_attack_sybilChain() public {
        _vouch(ada);
        _vouch(ben);
        vm.prank(stranger);
        membership.join();
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.vouch(deployer);
        vm.assertEq(membership.vouchesFor(deployer), 0);
        skip(1);
        _vouchFor(stranger, deployer);
        vm.assertEq(membership.vouchesFor(deployer), 1);
    }

    function test_attack_vouchingOfOneMemberAlone() public {
        for (uint256 i = 0; i < 3; ++i) {
            _vouch(dan);
        }
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_NotVouched.selector, stranger, 1, 2));
        membership.join();
    }

    function test_attack_vouchingForOneself() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.vouch(stranger);
        vm.prank(dan);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AlreadyMember.selector, dan));
        membership.vouch(dan);
    }

    function _vouch(address voucher) private {
        _vouchFor(voucher, stranger);
    }

    function _vouchFor(address voucher, address candidate) private {
        vm.prank(voucher);
        membership.vouch(candidate);
    }

    /// @dev Ada goes on as `deployer`.
    function _expectOldKeyRefused() private {
        vm.prank(cleo);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AccountUsed.selector, ada));
        membership.vouch(ada);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AccountUsed.selector, ada));
        membership.join();
    }

    function _moveAda() private {
        vm.prank(address(timelock));
        membership.supportRecovery(1, deployer);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, deployer);
    }

    function _setVouching(uint8 needed, uint32 period) private {
        vm.prank(address(timelock));
        membership.setVouching(IVouching.VouchingSettings(needed, period));
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
