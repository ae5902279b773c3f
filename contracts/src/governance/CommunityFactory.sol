// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ICommunityFactory} from "../interfaces/ICommunityFactory.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {Membership} from "../membership/Membership.sol";
import {CommunityId} from "../types/Ids.sol";
import {CommunityGovernor} from "./CommunityGovernor.sol";
import {CommunityTimelock} from "./CommunityTimelock.sol";

/// @title CommunityFactory
/// @notice See {ICommunityFactory}. A singleton without owner, key or fee.
/// @dev The clones of a community carry in their code what must never change (CloneArgument): the roll its community,
/// the Governor its roll and floors, the timelock its least delay. They are made, recorded in the registry, and set
/// to work in one transaction, in that order: CommunityFounded precedes every event of the parts.
contract CommunityFactory is ICommunityFactory {
    uint256 private constant MAX_NAME_LENGTH = 64;

    /// @inheritdoc ICommunityFactory
    ICommunityRegistry public immutable override registry;

    address private immutable MEMBERSHIP;
    address private immutable GOVERNOR;
    address private immutable TIMELOCK;

    uint48 private immutable VOTING_DELAY_FLOOR;
    uint32 private immutable VOTING_PERIOD_FLOOR;
    uint32 private immutable TIMELOCK_DELAY_FLOOR;
    uint16 private immutable QUORUM_BPS_FLOOR;

    /// @param membership Implementation that rolls of members are cloned from; must read the same registry.
    /// @param governor Implementation that Governors are cloned from.
    /// @param timelock Implementation that timelocks are cloned from.
    constructor(
        ICommunityRegistry registry_,
        address membership,
        address governor,
        address timelock,
        Floors memory floors_
    ) {
        _requireCode(membership);
        _requireCode(governor);
        _requireCode(timelock);
        if (address(Membership(membership).registry()) != address(registry_)) {
            revert CommunityFactory_InvalidImplementation(membership);
        }
        // A voting period of nothing is a vote that nobody can take part in.
        if (floors_.votingPeriod == 0) revert CommunityFactory_InvalidFloors();

        registry = registry_;
        MEMBERSHIP = membership;
        GOVERNOR = governor;
        TIMELOCK = timelock;
        VOTING_DELAY_FLOOR = floors_.votingDelay;
        VOTING_PERIOD_FLOOR = floors_.votingPeriod;
        TIMELOCK_DELAY_FLOOR = floors_.timelockDelay;
        QUORUM_BPS_FLOOR = floors_.quorumBps;
    }

    /// @inheritdoc ICommunityFactory
    function found(Founding calldata founding) external override returns (Deployment memory community) {
        uint256 nameLength = bytes(founding.name).length;
        if (nameLength == 0 || nameLength > MAX_NAME_LENGTH) revert CommunityFactory_InvalidName(nameLength);
        if (founding.founders.length == 0) revert CommunityFactory_NoFounders();

        bytes32 salt = _saltOf(msg.sender, founding.salt);
        community.communityId = registry.communityIdFor(address(this), salt);
        community.membership = Clones.cloneDeterministicWithImmutableArgs(
            MEMBERSHIP,
            _membershipArgument(community.communityId),
            salt
        );
        community.governor = Clones.cloneDeterministicWithImmutableArgs(
            GOVERNOR,
            _governorArgument(community.membership),
            salt
        );
        community.timelock = Clones.cloneDeterministicWithImmutableArgs(TIMELOCK, _timelockArgument(), salt);

        registry.register(
            salt,
            community.timelock,
            community.membership,
            community.governor,
            founding.name,
            founding.charterDigest,
            founding.charterURI
        );

        CommunityTimelock timelock = CommunityTimelock(payable(community.timelock));
        timelock.initialize(founding.timelockDelay, community.governor);
        CommunityGovernor(payable(community.governor)).initialize(timelock, founding.governor);
        Membership(community.membership).initialize(founding.name, founding.founders);
    }

    /// @inheritdoc ICommunityFactory
    function predict(address founder, bytes32 salt) external view override returns (Deployment memory community) {
        salt = _saltOf(founder, salt);
        community.communityId = registry.communityIdFor(address(this), salt);
        community.membership = Clones.predictDeterministicAddressWithImmutableArgs(
            MEMBERSHIP,
            _membershipArgument(community.communityId),
            salt
        );
        community.governor = Clones.predictDeterministicAddressWithImmutableArgs(
            GOVERNOR,
            _governorArgument(community.membership),
            salt
        );
        community.timelock = Clones.predictDeterministicAddressWithImmutableArgs(TIMELOCK, _timelockArgument(), salt);
    }

    /// @inheritdoc ICommunityFactory
    function implementations() external view override returns (address membership, address governor, address timelock) {
        return (MEMBERSHIP, GOVERNOR, TIMELOCK);
    }

    /// @inheritdoc ICommunityFactory
    function floors() external view override returns (Floors memory) {
        return Floors(VOTING_DELAY_FLOOR, VOTING_PERIOD_FLOOR, TIMELOCK_DELAY_FLOOR, QUORUM_BPS_FLOOR);
    }

    /// @dev Binds the founder, so that nobody else can take the addresses and the id it has announced.
    function _saltOf(address founder, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(founder, salt));
    }

    function _membershipArgument(CommunityId communityId) private pure returns (bytes memory) {
        return abi.encode(communityId);
    }

    /// @dev 20 + 6 + 4 + 2 bytes: one word, taken apart in CommunityGovernor.
    function _governorArgument(address membership) private view returns (bytes memory) {
        return abi.encodePacked(membership, VOTING_DELAY_FLOOR, VOTING_PERIOD_FLOOR, QUORUM_BPS_FLOOR);
    }

    function _timelockArgument() private view returns (bytes memory) {
        return abi.encode(TIMELOCK_DELAY_FLOOR);
    }

    function _requireCode(address implementation) private view {
        if (implementation.code.length == 0) revert CommunityFactory_InvalidImplementation(implementation);
    }
}
