// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IKeyRecovery} from "../../src/interfaces/IKeyRecovery.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {IVouching} from "../../src/interfaces/IVouching.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {PeopleHandler} from "./PeopleHandler.sol";
import {IHandler, Invariants, Runs} from "./Play.sol";

/// @notice The people alone, whose community also changes how one comes in and back.
/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
contract MembershipHandler is PeopleHandler {
    function setVouching(uint256 needed, uint256 period) external {
        (needed, period) = needed % 5 == 0 ? (0, 0) : (bound(needed, 1, 5), bound(period, 12 hours, 60 days));
        bool may = needed != 1 && (needed == 0 || period >= 1 days);
        vm.prank(membership.authority());
        try membership.setVouching(IVouching.VouchingSettings(uint8(needed), uint32(period))) {
            _hold(may, "M4", "one member alone may bring in others");
            (_vouchesNeeded, _vouchPeriod) = (needed, period);
            ++done[this.setVouching.selector];
        } catch {
            _hold(!may, "M4", "the community could not say who may come in");
        }
    }

    function setRecoveryDelay(uint256 delay) external {
        delay = bound(delay, 12 hours, 40 days);
        vm.prank(membership.authority());
        try membership.setRecoveryDelay(uint32(delay)) {
            _hold(delay >= 1 days && delay <= 30 days, "M10", "the delay of recoveries is out of bounds");
            _recoveryDelay = delay;
            ++done[this.setRecoveryDelay.selector];
        } catch {
            _hold(delay < 1 days || delay > 30 days, "M10", "the community could not set the delay of recoveries");
        }
    }

    /// @dev Whoever is not the community tries everything that only the community may do, or nobody.
    function intrude(uint256 who, uint256 what, uint256 whom) external {
        address caller =
            who % 3 == 0
                ? address(governor)
                : who % 3 == 1
                    ? address(factory)
                    : _account(who >> 2);
        address account = _account(whom);
        IVouching.VouchingSettings memory open = IVouching.VouchingSettings(2, 1 days);
        uint256 memberId = memberIdOf[account];
        bytes[11] memory attempts = [
            abi.encodeCall(membership.admit, (account, 7)),
            abi.encodeCall(membership.remove, (account, "out")),
            abi.encodeCall(membership.setRoles, (account, 7)),
            abi.encodeCall(membership.setVouching, (open)),
            abi.encodeCall(membership.setRecoveryDelay, (1 days)),
            abi.encodeCall(
                membership.initialize,
                ("mine", new IMembership.Founder[](0), IMembership.MembershipSettings(open, 1 days))
            ),
            abi.encodeCall(membership.transferFrom, (account, caller, memberId)),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", account, caller, memberId),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", account, caller, memberId, ""),
            abi.encodeCall(membership.approve, (caller, memberId)),
            abi.encodeCall(membership.setApprovalForAll, (caller, true))
        ];
        vm.prank(caller);
        (bool succeeded, ) = address(membership).call(attempts[what % attempts.length]);
        _hold(!succeeded, "M6", "somebody other than the community wrote in its name");
        ++done[this.intrude.selector];
    }

    function roll() external view returns (Membership) {
        return membership;
    }

    function steps() external pure override returns (bytes4[] memory all) {
        bytes4[] memory people = _peopleSteps();
        all = new bytes4[](people.length + 4);
        for (uint256 i = 0; i < people.length; ++i) all[i] = people[i];
        all[people.length] = this.setVouching.selector;
        all[people.length + 1] = this.setRecoveryDelay.selector;
        all[people.length + 2] = this.intrude.selector;
        all[people.length + 3] = this.waitForVouch.selector;
    }

    function sights() external pure override returns (string[] memory all) {
        all = new string[](7);
        all[0] = "a former member came back";
        all[1] = "the community barred somebody who had left";
        all[2] = "a recovery lapsed and began anew";
        all[3] = "a former key was refused";
        all[4] = "a delegate left";
        all[5] = "a vouch was given anew";
        all[6] = "the last member could not leave";
    }
}

/// @dev The numbers are those of README.md beside this file.
contract MembershipInvariants is Invariants {
    MembershipHandler private _handler;

    Membership private _membership;

    function setUp() public {
        _handler = new MembershipHandler();
        _membership = _handler.roll();
        _playWith(_handler);
    }

    function invariant_M1_theCountIsThatOfTheMembersAndNeverZero() public view {
        _assertNoBreach("M1");
        uint256 members;
        for (uint256 i = 0; i < _handler.accountCount(); ++i) {
            if (_membership.isMember(_handler.accounts(i))) ++members;
        }
        vm.assertEq(_membership.memberCount(), members);
        vm.assertEq(_membership.memberCount(), _handler.memberCount());
        vm.assertGt(members, 0);
    }

    function invariant_M2_aMemberHoldsTheTokenOfItsIdAndNobodyElseDoes() public view {
        for (uint256 i = 0; i < _handler.accountCount(); ++i) {
            address account = _handler.accounts(i);
            bool stands = _handler.isStanding(_handler.memberIdOf(account));
            vm.assertEq(_membership.balanceOf(account), stands ? 1 : 0);
        }
        for (uint256 id = 1; id <= _handler.lastId() + 1; ++id) {
            (bool owned, bytes memory owner) = address(_membership).staticcall(
                abi.encodeCall(_membership.ownerOf, (id))
            );
            vm.assertEq(owned, _handler.isStanding(id));
            if (owned) vm.assertEq(abi.decode(owner, (address)), _handler.personOf(id).account);
        }
    }

    function invariant_M3_anIdIsOnePersonsForEver() public view {
        _assertNoBreach("M3");
        for (uint256 id = 1; id <= _handler.lastId(); ++id) {
            PeopleHandler.Person memory person = _handler.personOf(id);
            IMembership.Member memory member = _membership.memberOf(person.account);
            vm.assertEq(member.memberId, id);
            vm.assertEq(member.joinedAt, person.joinedAt);
            vm.assertEq(member.leftAt, person.leftAt);
            vm.assertEq(member.roles, person.roles);
            vm.assertEq(member.barred, person.barred);
            vm.assertEq(_membership.accountOf(id), _handler.isStanding(id) ? person.account : address(0));
        }
        // With the above: no account is in the roll that is not in the books.
        for (uint256 i = 0; i < _handler.accountCount(); ++i) {
            address account = _handler.accounts(i);
            vm.assertEq(_membership.memberOf(account).memberId, _handler.memberIdOf(account));
        }
    }

    function invariant_M4_nobodyIsInWithoutAdmissionOrEnoughWhoVouch() public view {
        _assertNoBreach("M4");
    }

    function invariant_M5_whomTheCommunityRemovedComesBackByItsVoteAlone() public view {
        _assertNoBreach("M5");
    }

    function invariant_M6_nobodyButTheCommunityAdmitsRemovesOrGivesRoles() public view {
        _assertNoBreach("M6");
    }

    function invariant_M7_pastVotesNeverExceedThePastMembers() public view {
        PeopleHandler.Picture memory picture = _somePast();
        uint256 sum;
        for (uint256 i = 0; i < _handler.accountCount(); ++i)
            sum += _membership.getPastVotes(_handler.accounts(i), picture.at);
        vm.assertLe(sum, _membership.getPastTotalSupply(picture.at));
        uint256 members;
        for (uint256 bits = picture.standing; bits != 0; bits &= bits - 1) ++members;
        vm.assertEq(_membership.getPastTotalSupply(picture.at), members);
    }

    function invariant_M8_delegationConservesVotes() public view {
        uint256 sum;
        for (uint256 i = 0; i < _handler.accountCount(); ++i) sum += _membership.getVotes(_handler.accounts(i));
        vm.assertEq(sum, _membership.memberCount());
    }

    function invariant_M9_everyoneCanCastWhatTheBooksSay() public view {
        _assertNoBreach("M9");
        PeopleHandler.Picture memory present = _handler.present();
        PeopleHandler.Picture memory past = _somePast();
        for (uint256 i = 0; i < _handler.accountCount(); ++i) {
            address account = _handler.accounts(i);
            uint256 id = _handler.memberIdOf(account);
            if (!_handler.isStanding(id)) {
                vm.assertEq(_membership.getVotes(account), 0);
                vm.assertEq(_membership.delegates(account), address(0));
            } else {
                vm.assertEq(_membership.getVotes(account), _handler.votesIn(present, id));
                uint256 lentTo = _handler.lentBy(present, id);
                address delegatee = lentTo == 0 ? account : _handler.personOf(lentTo).account;
                vm.assertEq(_membership.delegates(account), delegatee);
            }
            PeopleHandler.Person memory person = _handler.personOf(id);
            bool was = id != 0 && person.joinedAt < past.at && (person.leftAt == 0 || person.leftAt > past.at);
            vm.assertEq(_membership.wasMember(account, past.at), was);
            vm.assertEq(_membership.getPastVotes(account, past.at), was ? _handler.votesIn(past, id) : 0);
        }
    }

    function invariant_M10_aRecoveryIsWhatGuardiansOrTheCommunityWantedAndNobodyRefused() public view {
        _assertNoBreach("M10");
        (uint256 id, address to) = _handler.rescueAt(_handler.pictureCount());
        if (!_handler.isStanding(id)) return;
        PeopleHandler.Rescue memory rescue = _handler.rescueOf(id, to);
        IKeyRecovery.Recovery memory recovery = _membership.recoveryOf(id, to);
        vm.assertEq(recovery.startedAt, rescue.startedAt);
        if (rescue.startedAt != 0) vm.assertEq(recovery.readyAt, rescue.readyAt);
        (address[] memory guardians, uint256 threshold) = _membership.guardiansOf(id);
        PeopleHandler.Person memory person = _handler.personOf(id);
        vm.assertEq(keccak256(abi.encode(guardians)), keccak256(abi.encode(person.guardians)));
        vm.assertEq(threshold, person.threshold);
    }

    function invariant_M11_aVouchCountsWhileItLastsAndItsVoucherStays() public view {
        _assertNoBreach("M11");
        for (uint256 i = 0; i < _handler.accountCount(); ++i) {
            address account = _handler.accounts(i);
            vm.assertEq(_membership.vouchesFor(account), _handler.vouchesFor(account));
        }
    }

    function invariant_M12_nobodyUsesAMembershipInTheSecondItBegan() public view {
        _assertNoBreach("M12");
    }

    /// @dev Another one each time that time passes, so that a long run looks at many.
    function _somePast() private view returns (PeopleHandler.Picture memory) {
        return _handler.pastPicture(uint256(keccak256(abi.encode(_handler.pictureCount()))));
    }
}

contract MembershipRuns is Runs {
    function _newHandler() internal override returns (IHandler) {
        return new MembershipHandler();
    }
}
