// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {CommunityBound} from "../../src/registry/CommunityBound.sol";
import {CommunityId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {TestBase} from "../TestBase.sol";

contract FederationTest is TestBase {
    uint256 private constant START = 1_800_000_000;

    CommunityId private constant NONE = CommunityId.wrap("none");

    CommunityRegistry private _communities;

    Federation private _federation;

    CommunityId private _river;

    CommunityId private _hill;

    address private _riverAuthority;

    address private _hillAuthority;

    address private _elder;

    function setUp() public {
        vm.warp(START);
        _communities = new CommunityRegistry();
        _federation = new Federation(_communities);
        (_riverAuthority, _hillAuthority) = (makeAddr("river"), makeAddr("hill"));
        _elder = makeAddr("elder");
        _river = _found("river", _riverAuthority);
        _hill = _found("hill", _hillAuthority);
    }

    function test_constructor_revertsForARegistryWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(CommunityBound.CommunityBound_InvalidRegistry.selector, _elder));
        new Federation(ICommunityRegistry(_elder));
    }

    function test_constructor_keepsTheRegistry() public view {
        vm.assertEq(address(_federation.communityRegistry()), address(_communities));
    }

    // setGrant

    function test_setGrant_isForTheAuthorityOfTheGiver() public {
        address[4] memory others = [_hillAuthority, _elder, address(this), makeAddr("stranger")];
        for (uint256 i = 0; i < others.length; ++i) {
            _expectNotAuthority(_river, others[i]);
            vm.prank(others[i]);
            _federation.setGrant(_river, _hill, IFederation.Grant(Scopes.ADOPT, 0, false));
        }
        _expectNotAuthority(NONE, _riverAuthority);
        vm.prank(_riverAuthority);
        _federation.setGrant(NONE, _hill, IFederation.Grant(Scopes.ADOPT, 0, false));
        _expectNotAuthority(_river, address(0));
        vm.prank(address(0));
        _federation.setGrant(_river, _hill, IFederation.Grant(Scopes.ADOPT, 0, false));
    }

    function test_setGrant_revertsForACommunityThatThereIsNot() public {
        vm.expectRevert(abi.encodeWithSelector(IFederation.Federation_UnknownCommunity.selector, NONE));
        _give(NONE, Scopes.ADOPT, 0, false);
    }

    function test_setGrant_revertsForTheCommunityItself() public {
        vm.expectRevert(abi.encodeWithSelector(IFederation.Federation_SameCommunity.selector, _river));
        _give(_river, Scopes.ADOPT, 0, false);
    }

    function test_setGrant_revertsForAScopeWithoutAMeaning() public {
        for (uint256 bit = 4; bit < 8; ++bit) {
            uint8 scopes = uint8(1 << bit) | Scopes.ADOPT;
            vm.expectRevert(abi.encodeWithSelector(IFederation.Federation_UnknownScope.selector, scopes));
            _give(_hill, scopes, 0, false);
        }
    }

    function test_setGrant_revertsForOneThatWouldBeOverBeforeItStands() public {
        uint48[3] memory ends = [uint48(1), uint48(START - 1), uint48(START)];
        for (uint256 i = 0; i < ends.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IFederation.Federation_Expired.selector, ends[i]));
            _give(_hill, Scopes.ADOPT, ends[i], false);
        }
        _give(_hill, Scopes.ADOPT, uint48(START + 1), false);
    }

    function testFuzz_setGrant_recordsItAndSaysSo(uint8 scopes, uint48 expiresAt, bool keeps) public {
        scopes &= Scopes.ALL;
        if (expiresAt != 0) expiresAt = uint48(bound(expiresAt, START + 1, type(uint48).max));
        vm.expectEmit(address(_federation));
        emit IFederation.GrantSet(_river, _hill, scopes, expiresAt, keeps);
        _give(_hill, scopes, expiresAt, keeps);
        IFederation.Grant memory grant = _federation.grantOf(_river, _hill);
        vm.assertEq(grant.scopes, scopes, "scopes");
        vm.assertEq(grant.expiresAt, expiresAt, "expiresAt");
        vm.assertEq(grant.keepsOnRevocation, keeps, "keepsOnRevocation");
        vm.assertEq(_federation.grantOf(_hill, _river).scopes, 0, "not the other way");
    }

    function test_setGrant_replacesWhatStoodBefore() public {
        _give(_hill, Scopes.ADOPT, uint48(START + 1), true);
        _give(_hill, Scopes.DERIVE, 0, false);
        IFederation.Grant memory grant = _federation.grantOf(_river, _hill);
        vm.assertEq(grant.scopes, Scopes.DERIVE, "scopes");
        vm.assertEq(grant.expiresAt, 0, "expiresAt");
        vm.assertFalse(grant.keepsOnRevocation, "keepsOnRevocation");
        vm.assertFalse(_federation.isGranted(_river, _hill, Scopes.ADOPT), "what it was");
        vm.assertTrue(_federation.isGranted(_river, _hill, Scopes.DERIVE), "what it is");
        _give(_hill, 0, 0, false);
        vm.assertFalse(_federation.isGranted(_river, _hill, Scopes.DERIVE), "taken back at once");
    }

    function test_setGrant_movesWithTheAuthority() public {
        address next = makeAddr("next");
        vm.prank(_riverAuthority);
        _communities.offerAuthority(_river, next);
        vm.prank(next);
        _communities.acceptAuthority(_river);
        _expectNotAuthority(_river, _riverAuthority);
        _give(_hill, Scopes.ADOPT, 0, false);
        vm.prank(next);
        _federation.setGrant(_river, _hill, IFederation.Grant(Scopes.ADOPT, 0, false));
    }

    // isGranted

    function test_isGranted_isForAllScopesAskedFor() public {
        for (uint256 given = 0; given < 16; ++given) {
            _give(_hill, uint8(given), 0, false);
            for (uint256 asked = 0; asked < 16; ++asked) {
                bool expected = asked != 0 && given & asked == asked;
                if (_federation.isGranted(_river, _hill, uint8(asked)) != expected) vm.assertEq(given, asked);
            }
            vm.assertFalse(_federation.isGranted(_river, _hill, uint8(given | 16)), "none without a meaning");
        }
    }

    function test_isGranted_endsInItsSecond() public {
        _give(_hill, Scopes.ADOPT, uint48(START + 10), true);
        vm.warp(START + 9);
        vm.assertTrue(_federation.isGranted(_river, _hill, Scopes.ADOPT), "the last second");
        vm.warp(START + 10);
        vm.assertFalse(_federation.isGranted(_river, _hill, Scopes.ADOPT), "the first second after");
        vm.assertEq(_federation.grantOf(_river, _hill).scopes, Scopes.ADOPT, "it is on record");
    }

    function test_isGranted_isOneWayAndToOne() public {
        CommunityId lake = _found("lake", _elder);
        _give(_hill, Scopes.ALL, 0, false);
        vm.assertTrue(_federation.isGranted(_river, _hill, Scopes.ALL), "given");
        vm.assertFalse(_federation.isGranted(_hill, _river, Scopes.ADOPT), "not back");
        vm.assertFalse(_federation.isGranted(_river, lake, Scopes.ADOPT), "not to a third");
        vm.assertFalse(_federation.isGranted(_hill, lake, Scopes.ADOPT), "not on");
        vm.assertFalse(_federation.isGranted(_river, _river, Scopes.ADOPT), "not to itself");
    }

    function _found(bytes32 salt, address authority) private returns (CommunityId id) {
        id = _communities.communityIdFor(address(this), salt);
        RollDouble roll = new RollDouble();
        roll.setCommunityId(id);
        roll.setRoles(_elder, Roles.ALL);
        _communities.register(
            salt,
            ICommunityRegistry.Parts(authority, address(roll), address(0), address(0)),
            "name",
            0,
            ""
        );
    }

    function _give(CommunityId to, uint8 scopes, uint48 expiresAt, bool keeps) private {
        vm.prank(_riverAuthority);
        _federation.setGrant(_river, to, IFederation.Grant(scopes, expiresAt, keeps));
    }

    function _expectNotAuthority(CommunityId community, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IFederation.Federation_NotAuthority.selector, community, caller));
    }
}
