// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {CommunityId} from "../../src/types/Ids.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {Vm} from "../Vm.sol";
import {TestBase} from "../TestBase.sol";

/// @dev Answers nothing to anything.
contract Silent {
    fallback() external {}
}

/// @dev Reverts whenever it is asked.
contract Refusing {
    function communityId() external pure returns (CommunityId) {
        revert("no");
    }
}

/// @dev Tries to found a community of its own in the middle of another's founding.
contract Reentrant {
    ICommunityRegistry private immutable _registry;

    constructor(ICommunityRegistry registry) {
        _registry = registry;
    }

    function communityId() external returns (CommunityId) {
        return
            _registry.register(
                "again",
                ICommunityRegistry.Parts(address(this), address(this), address(0), address(0)),
                "Again",
                0,
                ""
            );
    }
}

contract CommunityRegistryTest is TestBase {
    bytes32 private constant SALT = "salt";

    bytes32 private constant CHARTER = keccak256("We decide together.");

    CommunityRegistry private _registry;

    RollDouble private _roll;

    RollDouble private _governor;

    RollDouble private _council;

    address private _registrar;

    address private _authority;

    address private _stranger;

    CommunityId private _id;

    function setUp() public {
        vm.warp(1_800_000_000);
        _registry = new CommunityRegistry();
        _registrar = makeAddr("registrar");
        _authority = makeAddr("authority");
        _stranger = makeAddr("stranger");
        _id = _registry.communityIdFor(_registrar, SALT);
        _roll = new RollDouble();
        _roll.setCommunityId(_id);
        _governor = new RollDouble();
        _governor.setCommunityId(_id);
        _council = new RollDouble();
        _council.setCommunityId(_id);
    }

    // register

    function test_register_recordsTheCommunityAndSaysSo() public {
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.CommunityFounded(
            _id,
            _authority,
            address(_roll),
            address(_governor),
            "River",
            CHARTER,
            "ipfs://charter"
        );
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.CouncilChanged(_id, address(_council));
        CommunityId id = _found();

        vm.assertTrue(id == _id, "id");
        ICommunityRegistry.Community memory community = _registry.communityOf(id);
        vm.assertEq(community.authority, _authority, "authority");
        vm.assertEq(uint256(community.foundedAt), 1_800_000_000, "foundedAt");
        vm.assertEq(community.membership, address(_roll), "membership");
        vm.assertEq(community.governor, address(_governor), "governor");
        vm.assertEq(community.council, address(_council), "council");
        vm.assertEq(community.charterDigest, CHARTER, "charter");
        vm.assertEq(_registry.councilOf(id), address(_council), "councilOf");
        vm.assertEq(_registry.authorityOf(id), _authority, "authorityOf");
        vm.assertEq(_registry.membershipOf(id), address(_roll), "membershipOf");
        vm.assertEq(_registry.offeredAuthorityOf(id), address(0), "nothing offered");
    }

    function test_register_revertsForASaltTheCallerUsedBefore() public {
        _found();
        vm.expectRevert(abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_AlreadyFounded.selector, _id));
        _register(_authority, address(_roll), address(_governor));
    }

    function test_register_revertsWithoutAnAuthority() public {
        _expectInvalidAddress(address(0));
        _register(address(0), address(_roll), address(_governor));
    }

    function test_register_revertsForAMembershipWithoutCode() public {
        _expectInvalidAddress(_stranger);
        _register(_authority, _stranger, address(_governor));
    }

    function test_register_revertsForTheRollOfAnotherCommunity() public {
        _roll.setCommunityId(CommunityId.wrap("other"));
        _expectForeignPart(address(_roll));
        _register(_authority, address(_roll), address(_governor));
    }

    function test_register_revertsForARollThatRefusesToAnswer() public {
        address refusing = address(new Refusing());
        _expectForeignPart(refusing);
        _register(_authority, refusing, address(_governor));
    }

    function test_register_revertsForARollThatAnswersNothing() public {
        address silent = address(new Silent());
        vm.expectRevert();
        _register(_authority, silent, address(_governor));
    }

    function test_register_revertsForARollThatReenters() public {
        address reentrant = address(new Reentrant(_registry));
        _expectForeignPart(reentrant);
        _register(_authority, reentrant, address(_governor));
    }

    function test_register_revertsForAGovernorWithoutCode() public {
        _expectInvalidAddress(_stranger);
        _register(_authority, address(_roll), _stranger);
    }

    function test_register_revertsForTheGovernorOfAnotherCommunity() public {
        _governor.setCommunityId(CommunityId.wrap("other"));
        _expectForeignPart(address(_governor));
        _register(_authority, address(_roll), address(_governor));
    }

    function test_register_worksWithoutAGovernor() public {
        _register(_authority, address(_roll), address(0));
        vm.assertEq(_registry.communityOf(_id).governor, address(0));
    }

    function test_register_revertsForACouncilWithoutCode() public {
        _expectInvalidAddress(_stranger);
        _registerWith(_stranger);
    }

    function test_register_revertsForTheCouncilOfAnotherCommunity() public {
        _council.setCommunityId(CommunityId.wrap("other"));
        _expectForeignPart(address(_council));
        _registerWith(address(_council));
    }

    function test_register_worksWithoutACouncil() public {
        vm.recordLogs();
        _registerWith(address(0));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 2);
        vm.assertEq(logs[0].topics[0], ICommunityRegistry.CommunityFounded.selector);
        vm.assertEq(logs[1].topics[0], ICommunityRegistry.CouncilChanged.selector);
        vm.assertEq(logs[1].topics[1], CommunityId.unwrap(_id));
        vm.assertEq(logs[1].topics[2], bytes32(0));
        vm.assertEq(_registry.councilOf(_id), address(0));
        vm.assertEq(_registry.communityOf(_id).council, address(0));
    }

    function test_register_revertsWithoutARoll() public {
        _expectInvalidAddress(address(0));
        _register(_authority, address(0), address(_governor));
    }

    /// @dev Two communities of one caller, and of two callers with one salt, have nothing in common.
    function test_register_keepsCommunitiesApart() public {
        _found();
        CommunityId next = _registry.communityIdFor(_stranger, SALT);
        RollDouble roll = new RollDouble();
        roll.setCommunityId(next);
        vm.warp(1_900_000_000);
        vm.prank(_stranger);
        _registry.register(
            SALT,
            ICommunityRegistry.Parts(_stranger, address(roll), address(0), address(0)),
            "Hill",
            0,
            ""
        );
        vm.assertEq(_registry.authorityOf(next), _stranger);
        vm.assertEq(_registry.membershipOf(next), address(roll));
        vm.assertEq(_registry.communityOf(next).foundedAt, 1_900_000_000);
        vm.assertEq(_registry.authorityOf(_id), _authority);
        vm.assertEq(_registry.membershipOf(_id), address(_roll));
        vm.assertEq(_registry.communityOf(_id).foundedAt, 1_800_000_000);

        vm.startPrank(_stranger);
        _expectNotAuthority(_stranger);
        _registry.setCouncil(_id, address(0));
        _registry.setCouncil(next, address(0));
        vm.stopPrank();
        vm.assertEq(_registry.councilOf(_id), address(_council));
    }

    function testFuzz_register_nobodyTakesAnIdComputedForAnother(address thief, bytes32 salt) public {
        vm.assume(thief != _registrar);
        CommunityId theirs = _registry.communityIdFor(thief, salt);
        vm.assertTrue(theirs != _registry.communityIdFor(_registrar, salt), "ids differ by registrar");
        vm.assertEq(
            CommunityId.unwrap(theirs),
            keccak256(abi.encode(block.chainid, address(_registry), thief, salt)),
            "formula"
        );
    }

    function test_communityIdFor_bindsChainAndRegistry() public {
        vm.assertTrue(_id != new CommunityRegistry().communityIdFor(_registrar, SALT), "registry");
        vm.chainId(1);
        vm.assertTrue(_id != _registry.communityIdFor(_registrar, SALT), "chain");
    }

    // offerAuthority

    function test_offerAuthority_changesNoPower() public {
        _found();
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.AuthorityOffered(_id, _authority, _stranger);
        vm.prank(_authority);
        _registry.offerAuthority(_id, _stranger);

        vm.assertEq(_registry.offeredAuthorityOf(_id), _stranger, "offer");
        vm.assertEq(_registry.authorityOf(_id), _authority, "authority");
        _expectNotAuthority(_stranger);
        vm.prank(_stranger);
        _registry.setCharter(_id, 0, "");
    }

    function test_offerAuthority_replacesTheOfferBefore() public {
        _found();
        address second = makeAddr("second");
        vm.startPrank(_authority);
        _registry.offerAuthority(_id, _stranger);
        _registry.offerAuthority(_id, second);
        vm.stopPrank();

        _expectNotOffered(_stranger);
        vm.prank(_stranger);
        _registry.acceptAuthority(_id);
        vm.prank(second);
        _registry.acceptAuthority(_id);
        vm.assertEq(_registry.authorityOf(_id), second);
    }

    function test_offerAuthority_toZeroTakesTheOfferBack() public {
        _found();
        vm.startPrank(_authority);
        _registry.offerAuthority(_id, _stranger);
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.AuthorityOffered(_id, _authority, address(0));
        _registry.offerAuthority(_id, address(0));
        vm.stopPrank();
        vm.assertEq(_registry.offeredAuthorityOf(_id), address(0));

        _expectNotOffered(_stranger);
        vm.prank(_stranger);
        _registry.acceptAuthority(_id);
    }

    // acceptAuthority

    function test_acceptAuthority_handsOverEveryPowerAndNothingElse() public {
        _found();
        ICommunityRegistry.Community memory before = _registry.communityOf(_id);
        skip(1 days);
        vm.prank(_authority);
        _registry.offerAuthority(_id, _stranger);
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.AuthorityChanged(_id, _authority, _stranger);
        vm.prank(_stranger);
        _registry.acceptAuthority(_id);

        ICommunityRegistry.Community memory afterwards = _registry.communityOf(_id);
        vm.assertEq(afterwards.authority, _stranger, "authority");
        before.authority = _stranger;
        vm.assertEq(keccak256(abi.encode(afterwards)), keccak256(abi.encode(before)), "nothing else changed");

        _expectNotAuthority(_authority);
        vm.prank(_authority);
        _registry.offerAuthority(_id, _authority);
        vm.prank(_stranger);
        _registry.setCharter(_id, 0, "");
    }

    function test_acceptAuthority_usesTheOfferUp() public {
        _found();
        vm.prank(_authority);
        _registry.offerAuthority(_id, _stranger);
        vm.prank(_stranger);
        _registry.acceptAuthority(_id);
        vm.prank(_stranger);
        _registry.offerAuthority(_id, _authority);
        vm.prank(_authority);
        _registry.acceptAuthority(_id);

        vm.assertEq(_registry.offeredAuthorityOf(_id), address(0), "no offer stands");
        _expectNotOffered(_stranger);
        vm.prank(_stranger);
        _registry.acceptAuthority(_id);
    }

    function testFuzz_acceptAuthority_onlyTheOneOffered(address caller) public {
        vm.assume(caller != _stranger);
        _found();
        vm.prank(_authority);
        _registry.offerAuthority(_id, _stranger);
        _expectNotOffered(caller);
        vm.prank(caller);
        _registry.acceptAuthority(_id);
    }

    // setGovernor

    function test_setGovernor_recordsItAndSaysSo() public {
        _found();
        RollDouble next = new RollDouble();
        next.setCommunityId(_id);
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.GovernorChanged(_id, address(next));
        vm.prank(_authority);
        _registry.setGovernor(_id, address(next));
        vm.assertEq(_registry.communityOf(_id).governor, address(next));
    }

    function test_setGovernor_toZeroLeavesNone() public {
        _found();
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.GovernorChanged(_id, address(0));
        vm.prank(_authority);
        _registry.setGovernor(_id, address(0));
        vm.assertEq(_registry.communityOf(_id).governor, address(0));
    }

    function test_setGovernor_revertsForAGovernorThatIsNotThisCommunitys() public {
        _found();
        RollDouble foreign = new RollDouble();
        vm.startPrank(_authority);
        _expectForeignPart(address(foreign));
        _registry.setGovernor(_id, address(foreign));
        _expectInvalidAddress(_stranger);
        _registry.setGovernor(_id, _stranger);
        vm.stopPrank();
    }

    function test_setGovernor_changesNothingElse() public {
        _found();
        ICommunityRegistry.Community memory before = _registry.communityOf(_id);
        RollDouble next = new RollDouble();
        next.setCommunityId(_id);
        vm.prank(_authority);
        _registry.setGovernor(_id, address(next));
        before.governor = address(next);
        vm.assertEq(keccak256(abi.encode(_registry.communityOf(_id))), keccak256(abi.encode(before)));
    }

    // setCouncil

    function test_setCouncil_recordsItAndSaysSo() public {
        _found();
        ICommunityRegistry.Community memory before = _registry.communityOf(_id);
        RollDouble next = new RollDouble();
        next.setCommunityId(_id);
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.CouncilChanged(_id, address(next));
        vm.prank(_authority);
        _registry.setCouncil(_id, address(next));
        vm.assertEq(_registry.councilOf(_id), address(next));
        before.council = address(next);
        vm.assertEq(keccak256(abi.encode(_registry.communityOf(_id))), keccak256(abi.encode(before)), "nothing else");
    }

    function test_setCouncil_toZeroLeavesNone() public {
        _found();
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.CouncilChanged(_id, address(0));
        vm.prank(_authority);
        _registry.setCouncil(_id, address(0));
        vm.assertEq(_registry.councilOf(_id), address(0));
    }

    function test_setCouncil_revertsForACouncilThatIsNotThisCommunitys() public {
        _found();
        RollDouble foreign = new RollDouble();
        address refusing = address(new Refusing());
        vm.startPrank(_authority);
        _expectForeignPart(address(foreign));
        _registry.setCouncil(_id, address(foreign));
        _expectForeignPart(refusing);
        _registry.setCouncil(_id, refusing);
        _expectInvalidAddress(_stranger);
        _registry.setCouncil(_id, _stranger);
        vm.stopPrank();
        vm.assertEq(_registry.councilOf(_id), address(_council));
    }

    // setCharter

    function test_setCharter_recordsItAndSaysSo() public {
        _found();
        vm.expectEmit(address(_registry));
        emit ICommunityRegistry.CharterChanged(_id, "new", "ipfs://new");
        vm.prank(_authority);
        _registry.setCharter(_id, "new", "ipfs://new");
        vm.assertEq(_registry.communityOf(_id).charterDigest, bytes32("new"));
    }

    // everyone else

    function testFuzz_onlyTheAuthorityWritesInTheCommunitysName(address caller) public {
        vm.assume(caller != _authority);
        _found();
        vm.startPrank(caller);
        _expectNotAuthority(caller);
        _registry.offerAuthority(_id, caller);
        _expectNotAuthority(caller);
        _registry.setGovernor(_id, address(0));
        _expectNotAuthority(caller);
        _registry.setCouncil(_id, address(0));
        _expectNotAuthority(caller);
        _registry.setCharter(_id, 0, "");
        vm.stopPrank();
    }

    function test_anUnknownCommunityHasNoRecordAndTakesNone() public {
        vm.assertEq(_registry.authorityOf(_id), address(0), "authorityOf");
        vm.assertEq(_registry.membershipOf(_id), address(0), "membershipOf");
        vm.assertEq(_registry.councilOf(_id), address(0), "councilOf");
        vm.assertEq(_registry.offeredAuthorityOf(_id), address(0), "offeredAuthorityOf");
        _expectUnknown();
        _registry.communityOf(_id);
        _expectUnknown();
        _registry.offerAuthority(_id, _stranger);
        _expectUnknown();
        _registry.acceptAuthority(_id);
        _expectUnknown();
        _registry.setGovernor(_id, address(0));
        _expectUnknown();
        _registry.setCouncil(_id, address(0));
        _expectUnknown();
        _registry.setCharter(_id, 0, "");
    }

    function _found() private returns (CommunityId) {
        return _register(_authority, address(_roll), address(_governor));
    }

    function _registerWith(address council) private {
        vm.prank(_registrar);
        _registry.register(
            SALT,
            ICommunityRegistry.Parts(_authority, address(_roll), address(_governor), council),
            "River",
            CHARTER,
            "ipfs://charter"
        );
    }

    function _register(address authority, address membership, address governor) private returns (CommunityId) {
        vm.prank(_registrar);
        return
            _registry.register(
                SALT,
                ICommunityRegistry.Parts(authority, membership, governor, address(_council)),
                "River",
                CHARTER,
                "ipfs://charter"
            );
    }

    function _expectUnknown() private {
        vm.expectRevert(abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_UnknownCommunity.selector, _id));
    }

    function _expectNotAuthority(address caller) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_NotAuthority.selector, _id, caller)
        );
    }

    function _expectNotOffered(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_NotOffered.selector, _id, caller));
    }

    function _expectInvalidAddress(address account) private {
        vm.expectRevert(abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_InvalidAddress.selector, account));
    }

    function _expectForeignPart(address part) private {
        vm.expectRevert(abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_ForeignPart.selector, _id, part));
    }
}
