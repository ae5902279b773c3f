// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ICommunityFactory} from "../interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../interfaces/ICommunityGovernor.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {ICommunityTimelock} from "../interfaces/ICommunityTimelock.sol";
import {IElderCouncil} from "../interfaces/IElderCouncil.sol";
import {Membership} from "../membership/Membership.sol";
import {CommunityId} from "../types/Ids.sol";
import {CommunityGovernor} from "./CommunityGovernor.sol";
import {CommunityTimelock} from "./CommunityTimelock.sol";
import {ElderCouncil} from "./ElderCouncil.sol";

/// @title CommunityFactory
/// @notice See {ICommunityFactory}. A singleton without owner, key or fee.
/// @dev The clones of a community carry in their code what must never change (CloneArgument): the roll its community
/// and the least delay of a recovery, the Governor its roll and floors, the timelock its least delay, the council its
/// roll. They are made, recorded in the registry, and set to work in one transaction, in that order: CommunityFounded
/// precedes every event of the parts.
contract CommunityFactory is ICommunityFactory {
    uint256 private constant MAX_NAME_LENGTH = 64;

    /// @inheritdoc ICommunityFactory
    ICommunityRegistry public immutable override registry;

    address private immutable MEMBERSHIP;
    address private immutable GOVERNOR;
    address private immutable TIMELOCK;
    address private immutable COUNCIL;

    uint48 private immutable VOTING_DELAY_FLOOR;
    uint32 private immutable VOTING_PERIOD_FLOOR;
    uint32 private immutable TIMELOCK_DELAY_FLOOR;
    uint16 private immutable QUORUM_BPS_FLOOR;
    uint32 private immutable RECOVERY_DELAY_FLOOR;

    /// @param membership Implementation that rolls of members are cloned from; must read the same registry.
    /// @param governor Implementation that Governors are cloned from.
    /// @param timelock Implementation that timelocks are cloned from.
    /// @param council Implementation that councils are cloned from.
    constructor(
        ICommunityRegistry registry_,
        address membership,
        address governor,
        address timelock,
        address council,
        Floors memory floors_
    ) {
        _requireCode(membership);
        _requireCode(governor);
        _requireCode(timelock);
        _requireCode(council);
        if (address(Membership(membership).registry()) != address(registry_)) {
            revert CommunityFactory_InvalidImplementation(membership);
        }
        // A voting period of nothing is a vote that nobody can take part in.
        if (floors_.votingPeriod == 0) revert CommunityFactory_InvalidFloors();

        registry = registry_;
        MEMBERSHIP = membership;
        GOVERNOR = governor;
        TIMELOCK = timelock;
        COUNCIL = council;
        VOTING_DELAY_FLOOR = floors_.votingDelay;
        VOTING_PERIOD_FLOOR = floors_.votingPeriod;
        TIMELOCK_DELAY_FLOOR = floors_.timelockDelay;
        QUORUM_BPS_FLOOR = floors_.quorumBps;
        RECOVERY_DELAY_FLOOR = floors_.recoveryDelay;
    }

    /// @inheritdoc ICommunityFactory
    function found(Founding calldata founding) external override returns (Deployment memory community) {
        uint256 nameLength = bytes(founding.name).length;
        if (nameLength == 0 || nameLength > MAX_NAME_LENGTH) revert CommunityFactory_InvalidName(nameLength);
        if (founding.founders.length == 0) revert CommunityFactory_NoFounders();

        bytes32 salt = _saltOf(msg.sender, founding.salt);
        community.communityId = registry.communityIdFor(address(this), salt);
        community.membership = _clone(MEMBERSHIP, _membershipArgument(community.communityId), salt);
        community.governor = _clone(GOVERNOR, _governorArgument(community.membership), salt);
        community.timelock = _clone(TIMELOCK, _timelockArgument(), salt);
        community.council = _clone(COUNCIL, _councilArgument(community.membership), salt);

        registry.register(
            salt,
            ICommunityRegistry.Parts({
                authority: community.timelock,
                membership: community.membership,
                governor: community.governor,
                council: community.council
            }),
            founding.name,
            founding.charterDigest,
            founding.charterURI
        );

        CommunityTimelock timelock = CommunityTimelock(payable(community.timelock));
        timelock.initialize(founding.timelockDelay, community.governor, community.council, founding.treasury);
        CommunityGovernor(payable(community.governor)).initialize(timelock, founding.governor);
        ElderCouncil(community.council).initialize(founding.council);
        Membership(community.membership).initialize(founding.name, founding.founders, founding.membership);
    }

    /// @inheritdoc ICommunityFactory
    function deployGovernor(
        CommunityId communityId,
        bytes32 salt,
        address timelock,
        ICommunityGovernor.GovernorSettings calldata settings
    ) external override returns (address governor) {
        governor = _deployPart(communityId, GOVERNOR, _governorArgument(_rollOf(communityId)), salt);
        CommunityGovernor(payable(governor)).initialize(TimelockControllerUpgradeable(payable(timelock)), settings);
    }

    /// @inheritdoc ICommunityFactory
    function deployTimelock(
        CommunityId communityId,
        bytes32 salt,
        address governor,
        address council,
        ICommunityTimelock.TreasuryCap calldata cap,
        uint32 delay
    ) external override returns (address timelock) {
        _rollOf(communityId);
        timelock = _deployPart(communityId, TIMELOCK, _timelockArgument(), salt);
        CommunityTimelock(payable(timelock)).initialize(delay, governor, council, cap);
    }

    /// @inheritdoc ICommunityFactory
    function deployCouncil(
        CommunityId communityId,
        bytes32 salt,
        IElderCouncil.CouncilSettings calldata settings
    ) external override returns (address council) {
        council = _deployPart(communityId, COUNCIL, _councilArgument(_rollOf(communityId)), salt);
        ElderCouncil(council).initialize(settings);
    }

    /// @inheritdoc ICommunityFactory
    function predict(address founder, bytes32 salt) external view override returns (Deployment memory community) {
        salt = _saltOf(founder, salt);
        community.communityId = registry.communityIdFor(address(this), salt);
        community.membership = _predict(MEMBERSHIP, _membershipArgument(community.communityId), salt);
        community.governor = _predict(GOVERNOR, _governorArgument(community.membership), salt);
        community.timelock = _predict(TIMELOCK, _timelockArgument(), salt);
        community.council = _predict(COUNCIL, _councilArgument(community.membership), salt);
    }

    /// @inheritdoc ICommunityFactory
    function predictParts(
        CommunityId communityId,
        address deployer,
        bytes32 salt
    ) external view override returns (address governor, address timelock, address council) {
        address membership = _rollOf(communityId);
        salt = _saltOf(communityId, deployer, salt);
        governor = _predict(GOVERNOR, _governorArgument(membership), salt);
        timelock = _predict(TIMELOCK, _timelockArgument(), salt);
        council = _predict(COUNCIL, _councilArgument(membership), salt);
    }

    /// @inheritdoc ICommunityFactory
    function implementations()
        external
        view
        override
        returns (address membership, address governor, address timelock, address council)
    {
        return (MEMBERSHIP, GOVERNOR, TIMELOCK, COUNCIL);
    }

    /// @inheritdoc ICommunityFactory
    function floors() external view override returns (Floors memory) {
        return
            Floors({
                votingDelay: VOTING_DELAY_FLOOR,
                votingPeriod: VOTING_PERIOD_FLOOR,
                timelockDelay: TIMELOCK_DELAY_FLOOR,
                quorumBps: QUORUM_BPS_FLOOR,
                recoveryDelay: RECOVERY_DELAY_FLOOR
            });
    }

    /// @dev Of a community that exists. The registry says so with its own error.
    function _rollOf(CommunityId communityId) private view returns (address) {
        return registry.communityOf(communityId).membership;
    }

    /// @dev The caller and the community are bound, so that nobody takes an address that another one announced.
    function _deployPart(
        CommunityId communityId,
        address implementation,
        bytes memory argument,
        bytes32 salt
    ) private returns (address part) {
        part = _clone(implementation, argument, _saltOf(communityId, msg.sender, salt));
        emit PartDeployed(communityId, part, implementation);
    }

    function _clone(address implementation, bytes memory argument, bytes32 salt) private returns (address) {
        return Clones.cloneDeterministicWithImmutableArgs(implementation, argument, salt);
    }

    function _predict(address implementation, bytes memory argument, bytes32 salt) private view returns (address) {
        return Clones.predictDeterministicAddressWithImmutableArgs(implementation, argument, salt);
    }

    /// @dev Binds the founder, so that nobody else can take the addresses and the id it has announced.
    function _saltOf(address founder, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(founder, salt));
    }

    function _saltOf(CommunityId communityId, address deployer, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(communityId, deployer, salt));
    }

    function _membershipArgument(CommunityId communityId) private view returns (bytes memory) {
        return abi.encode(communityId, RECOVERY_DELAY_FLOOR);
    }

    /// @dev 20 + 6 + 4 + 2 bytes: one word, taken apart in CommunityGovernor.
    function _governorArgument(address membership) private view returns (bytes memory) {
        return abi.encodePacked(membership, VOTING_DELAY_FLOOR, VOTING_PERIOD_FLOOR, QUORUM_BPS_FLOOR);
    }

    function _timelockArgument() private view returns (bytes memory) {
        return abi.encode(TIMELOCK_DELAY_FLOOR);
    }

    function _councilArgument(address membership) private pure returns (bytes memory) {
        return abi.encode(membership);
    }

    function _requireCode(address implementation) private view {
        if (implementation.code.length == 0) revert CommunityFactory_InvalidImplementation(implementation);
    }
}
