// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {IERC5192} from "../../src/interfaces/IERC5192.sol";
import {IKeyRecovery} from "../../src/interfaces/IKeyRecovery.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {IVouching} from "../../src/interfaces/IVouching.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {CommunityId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";

contract MembershipTest is CommunityFixture {
    address private _frida;

    function setUp() public override {
        super.setUp();
        _frida = makeAddr("frida");
    }

    // initialize

    function test_initialize_numbersTheFoundersInOrderWithTheirRoles() public view {
        vm.assertEq(membership.memberCount(), 5);
        _assertMember(ada, 1, START, 0, Roles.ELDER | Roles.STEWARD);
        _assertMember(ben, 2, START, 0, Roles.STEWARD);
        _assertMember(cleo, 3, START, 0, Roles.TREASURER);
        _assertMember(dan, 4, START, 0, 0);
        _assertMember(eve, 5, START, 0, 0);
        vm.assertEq(membership.name(), "Valley Commons");
        vm.assertEq(CommunityId.unwrap(membership.communityId()), CommunityId.unwrap(communityId));
        vm.assertEq(address(membership.registry()), address(registry));
        vm.assertEq(membership.authority(), address(timelock));
    }

    function test_initialize_setsWhatTheFoundersChose() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.membership = IMembership.MembershipSettings(IVouching.VouchingSettings(5, 40 days), 9 days);
        plan.salt = "second";
        address roll = factory.predict(deployer, plan.salt).membership;
        vm.expectEmit(roll);
        emit IVouching.VouchingSet(5, 40 days);
        vm.expectEmit(roll);
        emit IKeyRecovery.RecoveryDelaySet(9 days);
        vm.expectEmit(roll);
        emit IERC721.Transfer(address(0), ada, 1);
        vm.expectEmit(roll);
        emit IERC5192.Locked(1);
        vm.expectEmit(roll);
        emit IMembership.MemberAdmitted(1, ada, Roles.ELDER | Roles.STEWARD);
        found(plan.salt, plan);
        vm.assertEq(Membership(roll).vouching().needed, 5);
        vm.assertEq(Membership(roll).vouching().period, 40 days);
        vm.assertEq(Membership(roll).recoveryDelay(), 9 days);
        vm.assertEq(Membership(roll).recoveryDelayFloor(), 1 days);
        vm.assertEq(membership.vouching().needed, VOUCHES, "of the first");
        vm.assertEq(membership.vouching().period, VOUCH_PERIOD, "of the first");
        vm.assertEq(membership.recoveryDelay(), RECOVERY_DELAY, "of the first");
    }

    function test_initialize_opensWithoutVouchingWhereTheFoundersWantNone() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.membership.vouching = IVouching.VouchingSettings(0, 0);
        Membership roll = Membership(found("second", plan).membership);
        vm.assertEq(roll.vouching().needed, 0);
        skip(1);
        vm.prank(ada);
        vm.expectRevert(IVouching.Membership_VouchingClosed.selector);
        roll.vouch(_frida);
    }

    function test_initialize_revertsForTermsOfVouchingThatNoVoteMaySet() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.membership.vouching = IVouching.VouchingSettings(1, 2 days);
        plan.salt = "second";
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_InvalidVouching.selector, 1, 2 days));
        factory.found(plan);
    }

    function test_initialize_revertsForARecoveryDelayBeyondItsBounds() public {
        uint32[2] memory wrong = [uint32(1 days - 1), uint32(30 days + 1)];
        for (uint256 i = 0; i < 2; ++i) {
            ICommunityFactory.Founding memory plan = founding();
            plan.membership.recoveryDelay = wrong[i];
            plan.salt = "second";
            vm.expectRevert(
                abi.encodeWithSelector(
                    IKeyRecovery.Membership_RecoveryDelayOutOfBounds.selector,
                    wrong[i],
                    1 days,
                    30 days
                )
            );
            factory.found(plan);
        }
    }

    /// @dev The floor is the clone's own: another factory may give a higher one.
    function test_initialize_takesTheFloorOfTheRecoveryDelayFromTheClone() public {
        (address implementation, , , ) = factory.implementations();
        Membership clone = Membership(
            Clones.cloneWithImmutableArgs(implementation, abi.encode(bytes32("nowhere"), RECOVERY_DELAY + 1))
        );
        vm.assertEq(clone.recoveryDelayFloor(), RECOVERY_DELAY + 1);
        IMembership.Founder[] memory founders = founding().founders;
        vm.expectRevert(
            abi.encodeWithSelector(
                IKeyRecovery.Membership_RecoveryDelayOutOfBounds.selector,
                RECOVERY_DELAY,
                RECOVERY_DELAY + 1,
                30 days
            )
        );
        clone.initialize("Nowhere", founders, membershipSettings());
    }

    function test_initialize_revertsASecondTime() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        membership.initialize("Mine", new IMembership.Founder[](0), membershipSettings());
    }

    function test_initialize_revertsOnTheImplementation() public {
        (address implementation, , , ) = factory.implementations();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        Membership(implementation).initialize("Mine", new IMembership.Founder[](0), membershipSettings());
    }

    function test_initialize_revertsWhenAFounderIsNamedTwice() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.founders[3].account = ada;
        plan.salt = "second";
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AlreadyMember.selector, ada));
        factory.found(plan);
    }

    function test_initialize_revertsWhenAFounderIsNobody() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.founders[3].account = address(0);
        plan.salt = "second";
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_InvalidAccount.selector, address(0)));
        factory.found(plan);
    }

    function test_initialize_revertsWhenAFounderIsTheRollItself() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.salt = "second";
        address roll = factory.predict(deployer, plan.salt).membership;
        plan.founders[3].account = roll;
        vm.prank(deployer);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_InvalidAccount.selector, roll));
        factory.found(plan);
    }

    function test_initialize_revertsWhenAFoundersRoleHasNoMeaning() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.founders[3].roles = Roles.ALL + 1;
        plan.salt = "second";
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_UnknownRole.selector, Roles.ALL + 1));
        factory.found(plan);
    }

    // admit

    function test_admit_revertsWhenTheCallerIsNotTheAuthority() public {
        address[4] memory callers = [stranger, ada, address(governor), address(factory)];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, callers[i]));
            vm.prank(callers[i]);
            membership.admit(_frida, 0);
        }
    }

    function test_admit_followsTheAuthorityWhereItMoves() public {
        vm.prank(address(timelock));
        registry.offerAuthority(communityId, stranger);
        vm.prank(stranger);
        registry.acceptAuthority(communityId);
        vm.assertEq(membership.authority(), stranger);

        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, address(timelock)));
        admitByAuthority(_frida, 0);

        vm.startPrank(stranger);
        membership.admit(_frida, 0);
        membership.setVouching(IVouching.VouchingSettings(3, 2 days));
        membership.setRecoveryDelay(2 days);
        vm.stopPrank();
        vm.assertTrue(membership.isMember(_frida));
        vm.assertEq(membership.vouching().needed, 3);
        vm.assertEq(membership.recoveryDelay(), 2 days);
    }

    function test_admit_revertsForNobodyAndForTheRollItself() public {
        address[2] memory accounts = [address(0), address(membership)];
        for (uint256 i = 0; i < accounts.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_InvalidAccount.selector, accounts[i]));
            admitByAuthority(accounts[i], 0);
        }
    }

    function testFuzz_admit_takesExactlyTheRolesThatHaveAMeaning(uint8 roles) public {
        if (roles > Roles.ALL) {
            vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_UnknownRole.selector, roles));
            admitByAuthority(_frida, roles);
        } else {
            admitByAuthority(_frida, roles);
            vm.assertEq(membership.memberOf(_frida).roles, roles);
        }
    }

    function test_admit_revertsForAMember() public {
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AlreadyMember.selector, ada));
        admitByAuthority(ada, 0);
    }

    function test_admit_revertsForAKeyThatAMembershipMovedFrom() public {
        vm.prank(address(timelock));
        membership.supportRecovery(1, _frida);
        skip(RECOVERY_DELAY);
        membership.finishRecovery(1, _frida);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AccountUsed.selector, ada));
        admitByAuthority(ada, 0);
        vm.prank(_frida);
        membership.leave();
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AccountUsed.selector, ada));
        admitByAuthority(ada, 0);
        vm.assertEq(admitByAuthority(_frida, 0), 1, "by the key it has now");
    }

    function test_admit_givesTheNextIdAndSaysSo() public {
        vm.expectEmit(address(membership));
        emit IERC721.Transfer(address(0), _frida, 6);
        vm.expectEmit(address(membership));
        emit IERC5192.Locked(6);
        vm.expectEmit(address(membership));
        emit IMembership.MemberAdmitted(6, _frida, Roles.ELDER);
        vm.assertEq(admitByAuthority(_frida, Roles.ELDER), 6);

        _assertMember(_frida, 6, START + 1 hours, 0, Roles.ELDER);
        vm.assertEq(membership.memberCount(), 6);
        vm.assertTrue(membership.isMember(_frida));
        skip(1);
        vm.assertEq(membership.getPastTotalSupply(START + 1 hours), 6);
        vm.assertEq(membership.getPastTotalSupply(START + 1 hours - 1), 5);
    }

    function test_admit_givesAFormerMemberItsIdAndAStayOfItsOwn() public {
        vm.prank(eve);
        membership.leave();
        skip(1 days);
        vm.assertEq(admitByAuthority(eve, Roles.STEWARD), 5);

        _assertMember(eve, 5, START + 1 hours + 1 days, 0, Roles.STEWARD);
        vm.assertEq(membership.ownerOf(5), eve);
        vm.assertFalse(membership.wasMember(eve, START + 30 minutes));
        vm.assertEq(admitByAuthority(_frida, 0), 6);
    }

    // leave

    function test_leave_revertsForWhoIsNotAMember() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.leave();
    }

    function test_leave_revertsASecondTime() public {
        vm.startPrank(eve);
        membership.leave();
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, eve));
        membership.leave();
        vm.stopPrank();
    }

    function test_leave_revertsForTheLastMember() public {
        _leaveOnly(ada);
        vm.prank(ada);
        vm.expectRevert(IMembership.Membership_LastMember.selector);
        membership.leave();
    }

    function test_leave_burnsTheTokenAndClearsTheRoles() public {
        vm.expectEmit(address(membership));
        emit IERC721.Transfer(ada, address(0), 1);
        vm.expectEmit(address(membership));
        emit IMembership.MemberDeparted(1, ada, false, "");
        vm.prank(ada);
        membership.leave();

        _assertMember(ada, 1, START, START + 1 hours, 0);
        vm.assertFalse(membership.isMember(ada));
        vm.assertFalse(membership.hasAnyRole(ada, Roles.ALL));
        vm.assertEq(membership.balanceOf(ada), 0);
        vm.assertEq(membership.memberCount(), 4);
        skip(1);
        vm.assertEq(membership.getPastTotalSupply(START + 1 hours), 4);
        vm.assertEq(membership.getPastTotalSupply(START + 1 hours - 1), 5);
    }

    // remove

    function test_remove_revertsWhenTheCallerIsNotTheAuthority() public {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, ada));
        membership.remove(ben, "I do not like him");
    }

    function test_remove_revertsForWhoIsNotAMember() public {
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.remove(stranger, "");
    }

    function test_remove_revertsForTheLastMember() public {
        _leaveOnly(ada);
        vm.prank(address(timelock));
        vm.expectRevert(IMembership.Membership_LastMember.selector);
        membership.remove(ada, "");
    }

    function test_remove_happensWithTheReasonInPublic() public {
        vm.expectEmit(address(membership));
        emit IERC721.Transfer(ben, address(0), 2);
        vm.expectEmit(address(membership));
        emit IMembership.MemberDeparted(2, ben, true, "sold the seeds");
        vm.prank(address(timelock));
        membership.remove(ben, "sold the seeds");
        _assertMember(ben, 2, START, START + 1 hours, 0);
        vm.assertEq(membership.memberCount(), 4);
    }

    function test_remove_barsUntilTheCommunityAdmitsAgain() public {
        vm.prank(address(timelock));
        membership.remove(ben, "sold the seeds");
        vm.assertTrue(membership.memberOf(ben).barred);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_Barred.selector, ben));
        membership.vouch(ben);
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_Barred.selector, ben));
        membership.join();
        skip(1 days);
        vm.assertEq(admitByAuthority(ben, 0), 2);
        vm.assertFalse(membership.memberOf(ben).barred);
        vm.prank(ben);
        membership.leave();
        vm.assertFalse(membership.memberOf(ben).barred, "by leaving");
    }

    function test_remove_barsWhoHasLeftAlready() public {
        vm.prank(eve);
        membership.leave();
        vm.assertFalse(membership.memberOf(eve).barred);
        skip(1 days);
        vm.expectEmit(address(membership));
        emit IMembership.MemberBarred(5, eve, "and stay away");
        vm.recordLogs();
        vm.prank(address(timelock));
        membership.remove(eve, "and stay away");
        vm.assertEq(vm.getRecordedLogs().length, 1, "it departed before");
        vm.assertTrue(membership.memberOf(eve).barred);
        _assertMember(eve, 5, START, START + 1 hours, 0);
        vm.assertEq(membership.memberCount(), 4);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IVouching.Membership_Barred.selector, eve));
        membership.vouch(eve);
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, eve));
        membership.remove(eve, "again");
    }

    function test_remove_barsWhoHasLeftOnlyForTheAuthority() public {
        vm.prank(eve);
        membership.leave();
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, ada));
        membership.remove(eve, "and stay away");
    }

    // setRoles

    function test_setRoles_revertsWhenTheCallerIsNotTheAuthority() public {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, ada));
        membership.setRoles(ada, Roles.ALL);
    }

    function test_setRoles_revertsForWhoIsNotAMember() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.setRoles(stranger, 0);
        membership.remove(eve, "");
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, eve));
        membership.setRoles(eve, 0);
        vm.stopPrank();
    }

    function test_setRoles_revertsForARoleWithoutAMeaning() public {
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_UnknownRole.selector, 8));
        membership.setRoles(ada, 8);
    }

    function test_setRoles_replacesThemAndSaysSo() public {
        vm.expectEmit(address(membership));
        emit IMembership.MemberRolesChanged(1, ada, Roles.TREASURER);
        vm.prank(address(timelock));
        membership.setRoles(ada, Roles.TREASURER);
        _assertMember(ada, 1, START, 0, Roles.TREASURER);
    }

    function test_hasRoles_wantsEveryBitAndHasAnyRoleOne() public view {
        vm.assertTrue(membership.hasRoles(ada, Roles.ELDER | Roles.STEWARD));
        vm.assertFalse(membership.hasRoles(ben, Roles.ELDER | Roles.STEWARD));
        vm.assertTrue(membership.hasAnyRole(ben, Roles.ELDER | Roles.STEWARD));
        vm.assertFalse(membership.hasAnyRole(cleo, Roles.ELDER | Roles.STEWARD));
        vm.assertTrue(membership.hasRoles(dan, 0));
        vm.assertFalse(membership.hasAnyRole(dan, 0));
        vm.assertFalse(membership.hasRoles(stranger, 0));
    }

    // wasMember and votingRightOf

    function testFuzz_wasMember_isTrueStrictlyBetweenJoiningAndLeaving(
        uint256 joined,
        uint256 stay,
        uint256 timepoint
    ) public {
        joined = bound(joined, START + 2 hours, START + 365 days);
        stay = bound(stay, 0, 365 days);
        timepoint = bound(timepoint, START, START + 800 days);
        vm.warp(joined);
        admitByAuthority(_frida, 0);
        vm.warp(joined + stay);
        vm.prank(_frida);
        membership.leave();
        vm.assertEq(membership.wasMember(_frida, timepoint), joined < timepoint && timepoint < joined + stay);
    }

    function test_wasMember_isFalseInTheSecondsOfJoiningAndLeaving() public {
        vm.assertFalse(membership.wasMember(eve, START));
        vm.assertTrue(membership.wasMember(eve, START + 1));
        vm.prank(eve);
        membership.leave();
        vm.assertTrue(membership.wasMember(eve, START + 1 hours - 1));
        vm.assertFalse(membership.wasMember(eve, START + 1 hours));
        vm.assertFalse(membership.wasMember(stranger, START + 1));
    }

    function test_votingRightOf_wantsJoiningBeforeTheProposalAndStayingPastTheSnapshot() public {
        _assertBallot(eve, START + 1, START + 2 hours, 5, 1);
        _assertBallot(eve, START, START + 2 hours, 5, 0);
        _assertBallot(stranger, START + 1, START + 2 hours, 0, 0);
        vm.prank(eve);
        membership.leave();
        _assertBallot(eve, START + 1, START + 1 hours - 1, 5, 1);
        _assertBallot(eve, START + 1, START + 1 hours, 5, 0);
    }

    function test_votingRightsOf_answersForEachWhatBallotOfAnswers() public {
        admitByAuthority(_frida, 0);
        vm.prank(eve);
        membership.leave();
        address[] memory accounts = new address[](5);
        (accounts[0], accounts[1], accounts[2], accounts[3], accounts[4]) = (stranger, ben, eve, _frida, ben);
        uint256[] memory ballots = membership.votingRightsOf(accounts, block.timestamp, block.timestamp);
        vm.assertEq(ballots.length, 5);
        for (uint256 i = 0; i < accounts.length; ++i) {
            _assertBallot(accounts[i], block.timestamp, block.timestamp, uint64(ballots[i]), ballots[i] >> 64);
        }
        vm.assertEq(ballots[0], 0);
        vm.assertEq(ballots[1], (1 << 64) | 2);
        vm.assertEq(ballots[2], 5);
        vm.assertEq(ballots[3], 6);
        vm.assertEq(ballots[4], ballots[1]);
        vm.assertEq(membership.votingRightsOf(new address[](0), 0, 0).length, 0);
    }

    // ERC-5805

    function test_getVotes_isOneForAMemberWithoutActivation() public {
        vm.assertEq(membership.getVotes(ada), 1);
        vm.assertEq(membership.getVotes(stranger), 0);
        vm.assertEq(membership.getPastVotes(ada, START + 1), 1);
        vm.assertEq(membership.getPastVotes(ada, START), 0);
        vm.assertEq(membership.delegates(ada), ada);
        vm.assertEq(membership.delegates(stranger), address(0));
        vm.prank(ada);
        membership.leave();
        vm.assertEq(membership.getVotes(ada), 0);
        vm.assertEq(membership.delegates(ada), address(0));
    }

    function test_getPastVotes_revertsForWhatIsNotPast() public {
        uint48 present = uint48(START + 1 hours);
        vm.expectRevert(abi.encodeWithSelector(IMembership.ERC5805FutureLookup.selector, present, present));
        membership.getPastVotes(ada, present);
        vm.expectRevert(abi.encodeWithSelector(IMembership.ERC5805FutureLookup.selector, present, present));
        membership.getPastTotalSupply(present);
        vm.assertEq(membership.getPastVotes(ada, present - 1), 1);
        vm.assertEq(membership.getPastTotalSupply(present - 1), 5);
    }

    function test_clock_isUnixTime() public view {
        vm.assertEq(membership.clock(), START + 1 hours);
        vm.assertEq(membership.CLOCK_MODE(), "mode=timestamp");
    }

    function test_delegate_toOneselfChangesNothing() public {
        vm.prank(ada);
        membership.delegate(ada);
        vm.assertEq(membership.getVotes(ada), 1);
    }

    function test_delegate_revertsForWhoIsNotAMember() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.delegate(stranger);
    }

    // ERC-721, ERC-5192, ERC-165

    function test_token_standsWhileTheMemberDoes() public {
        vm.assertEq(membership.ownerOf(1), ada);
        vm.assertEq(membership.balanceOf(ada), 1);
        vm.assertEq(membership.balanceOf(stranger), 0);
        vm.assertTrue(membership.locked(1));
        vm.assertEq(membership.getApproved(1), address(0));
        vm.assertFalse(membership.isApprovedForAll(ada, ben));
        vm.assertEq(membership.symbol(), "MEMBER");

        vm.prank(ada);
        membership.leave();
        bytes memory gone = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 1);
        vm.expectRevert(gone);
        membership.ownerOf(1);
        vm.expectRevert(gone);
        membership.locked(1);
        vm.expectRevert(gone);
        membership.getApproved(1);
        vm.expectRevert(gone);
        membership.tokenURI(1);
    }

    function test_balanceOf_revertsForNobody() public {
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidOwner.selector, address(0)));
        membership.balanceOf(address(0));
    }

    function test_token_isNeverTransferredOrApproved() public {
        vm.startPrank(ada);
        vm.expectRevert(IMembership.Membership_Locked.selector);
        membership.transferFrom(ada, ben, 1);
        vm.expectRevert(IMembership.Membership_Locked.selector);
        membership.safeTransferFrom(ada, ben, 1);
        vm.expectRevert(IMembership.Membership_Locked.selector);
        membership.safeTransferFrom(ada, ben, 1, "");
        vm.expectRevert(IMembership.Membership_Locked.selector);
        membership.approve(ben, 1);
        vm.expectRevert(IMembership.Membership_Locked.selector);
        membership.setApprovalForAll(ben, true);
        vm.stopPrank();
        vm.assertEq(membership.ownerOf(1), ada);
    }

    function test_supportsInterface_answersThePublishedIds() public view {
        vm.assertTrue(membership.supportsInterface(0x01ffc9a7), "ERC-165");
        vm.assertTrue(membership.supportsInterface(0x80ac58cd), "ERC-721");
        vm.assertTrue(membership.supportsInterface(0x5b5e139f), "ERC-721 metadata");
        vm.assertTrue(membership.supportsInterface(0xb45a3c0e), "ERC-5192");
        vm.assertTrue(membership.supportsInterface(0xda287a1d), "ERC-6372");
        // ERC-5805 is these two together; by itself it adds no function and has no id.
        vm.assertTrue(membership.supportsInterface(0xe90fb3f6), "IVotes");
        vm.assertEq(bytes32(type(IERC5805).interfaceId), bytes32(0));
        vm.assertTrue(membership.supportsInterface(type(IMembership).interfaceId), "IMembership");
        vm.assertTrue(membership.supportsInterface(type(IVouching).interfaceId), "IVouching");
        vm.assertTrue(membership.supportsInterface(type(IKeyRecovery).interfaceId), "IKeyRecovery");
        vm.assertFalse(membership.supportsInterface(0xffffffff), "the id that nothing has");
        vm.assertFalse(membership.supportsInterface(0x780e9d63), "ERC-721 enumerable");
    }

    // storage

    /// @dev Where ERC-7201 says that each part's storage begins.
    function test_storage_liesInANamespaceForEachPart() public {
        bytes32 name = vm.load(address(membership), namespaceOf("commonweal.storage.Membership"));
        vm.assertEq(name, bytes32("Valley Commons") | bytes32(uint256(28)));
        bytes32 vouching = vm.load(address(membership), namespaceOf("commonweal.storage.Vouching"));
        vm.assertEq(uint256(vouching), (uint256(VOUCH_PERIOD) << 8) | VOUCHES);
        bytes32 delay = vm.load(address(membership), namespaceOf("commonweal.storage.KeyRecovery"));
        vm.assertEq(uint256(delay), RECOVERY_DELAY);
        bytes32 lent = keccak256(abi.encode(1, namespaceOf("commonweal.storage.Delegation")));
        vm.assertEq(vm.load(address(membership), lent), bytes32(0));
        vm.prank(ada);
        membership.delegate(ben);
        vm.assertEq(vm.load(address(membership), lent), bytes32(uint256(1)));
    }

    function test_implementation_opensNothing() public {
        (address implementation, , , ) = factory.implementations();
        vm.expectPartialRevert(IMembership.Membership_NotAuthority.selector);
        Membership(implementation).admit(stranger, 0);
    }

    /// @dev A clone that was not made by the factory belongs to no community, so nobody has authority over it.
    function test_clone_ofAnUnknownCommunityObeysNobody() public {
        (address implementation, , , ) = factory.implementations();
        Membership clone = Membership(
            Clones.cloneWithImmutableArgs(implementation, abi.encode(bytes32("nowhere"), 1 days))
        );
        clone.initialize("Nowhere", founding().founders, membershipSettings());
        vm.assertEq(clone.authority(), address(0));
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, address(this)));
        clone.admit(stranger, 0);
    }

    function _leaveOnly(address account) private {
        address[5] memory everyone = [ada, ben, cleo, dan, eve];
        for (uint256 i = 0; i < everyone.length; ++i) {
            if (everyone[i] == account) continue;
            vm.prank(everyone[i]);
            membership.leave();
        }
    }

    function _assertMember(address account, uint256 id, uint256 joinedAt, uint256 leftAt, uint8 roles) private view {
        IMembership.Member memory member = membership.memberOf(account);
        vm.assertEq(member.memberId, id, "memberId");
        vm.assertEq(member.joinedAt, joinedAt, "joinedAt");
        vm.assertEq(member.leftAt, leftAt, "leftAt");
        vm.assertEq(member.roles, roles, "roles");
    }

    function _assertBallot(address account, uint256 created, uint256 snapshot, uint256 id, uint256 votes) private view {
        (uint256 memberId, uint256 counted, ) = membership.votingRightOf(account, created, snapshot);
        vm.assertEq(memberId, id, "memberId");
        vm.assertEq(counted, votes, "votes");
    }
}
