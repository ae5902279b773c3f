// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {ElderCouncil} from "../../src/governance/ElderCouncil.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, PolicyId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";
import {ModelsFixture} from "../registry/ModelsFixture.sol";
import {PolicyFixture} from "./PolicyFixture.sol";

/// @notice Two communities, the fixture's (`communityId`) and the hill, on the first of May.
abstract contract ProtocolsFixture is CommunityFixture, PolicyFixture {
    CulturalProtocols internal protocols;

    Federation internal federation;

    ModelRegistry internal models;

    CommunityId internal hill;

    Membership internal hillRoll;

    ElderCouncil internal hillCouncil;

    address internal hillTimelock;

    /// @dev An elder of the hill, a steward and a member.
    address internal hana;

    address internal ivo;

    address internal jon;

    /// @dev Of the fixture's community, the second elder beside Ada.
    address internal fred;

    function setUp() public virtual override {
        super.setUp();
        (models, protocols, federation) = ModelsFixture.deploy(registry);
        fred = makeAddr("fred");
        admitByAuthority(fred, Roles.ELDER);

        (hana, ivo, jon) = (makeAddr("hana"), makeAddr("ivo"), makeAddr("jon"));
        ICommunityFactory.Founding memory plan = founding();
        plan.name = "Hill";
        plan.founders = new IMembership.Founder[](3);
        plan.founders[0] = IMembership.Founder(hana, Roles.ELDER);
        plan.founders[1] = IMembership.Founder(ivo, Roles.STEWARD);
        plan.founders[2] = IMembership.Founder(jon, 0);
        ICommunityFactory.Deployment memory second = found("second", plan);
        (hill, hillTimelock) = (second.communityId, second.timelock);
        (hillRoll, hillCouncil) = (Membership(second.membership), ElderCouncil(second.council));
        vm.warp(MAY);
    }

    function create(bytes32 salt, ICulturalProtocols.Rules memory rules) internal returns (PolicyId) {
        vm.prank(address(timelock));
        return protocols.createPolicy(communityId, salt, new PolicyId[](0), rules);
    }

    function createChild(
        CommunityId community,
        bytes32 salt,
        PolicyId parent,
        ICulturalProtocols.Rules memory rules
    ) internal returns (PolicyId) {
        PolicyId[] memory parents = new PolicyId[](1);
        parents[0] = parent;
        vm.prank(registry.authorityOf(community));
        return protocols.createPolicy(community, salt, parents, rules);
    }

    /// @dev The fixture's community shares with the hill, until then.
    function share(uint8 scopes, uint48 expiresAt) internal {
        vm.prank(address(timelock));
        federation.setGrant(communityId, hill, IFederation.Grant(scopes, expiresAt, false));
    }

    function consent(address elder, bytes32 subject) internal {
        vm.prank(elder);
        council.giveConsent(subject);
    }

    /// @dev May alone.
    function seasonal() internal pure returns (ICulturalProtocols.Rules memory rules) {
        rules = permissive();
        rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY + 30, 0);
    }

    function same(PolicyId left, PolicyId right) internal pure {
        vm.assertEq(PolicyId.unwrap(left), PolicyId.unwrap(right), "policy id");
    }

    function expectNotGuardian(CommunityId community, address caller) internal {
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NotGuardian.selector, community, caller)
        );
    }

    function expectNotAuthority(CommunityId community, address caller) internal {
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NotAuthority.selector, community, caller)
        );
    }

    function expectUnknownPolicy(PolicyId policyId) internal {
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_UnknownPolicy.selector, policyId));
    }
}
