// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../types/Ids.sol";
import {ICommunityGovernor} from "./ICommunityGovernor.sol";
import {ICommunityRegistry} from "./ICommunityRegistry.sol";
import {ICommunityTimelock} from "./ICommunityTimelock.sol";
import {IElderCouncil} from "./IElderCouncil.sol";
import {IMembership} from "./IMembership.sol";

/// @title ICommunityFactory
/// @notice Founds a community in one transaction and keeps nothing: no key, no role, no fee.
interface ICommunityFactory {
    /// @notice All that a community starts with.
    /// @param salt Chosen by the caller; with the caller's address it fixes every address of the community.
    /// @param timelockDelay Seconds between a passed vote and its execution.
    struct Founding {
        bytes32 salt;
        string name;
        bytes32 charterDigest;
        string charterURI;
        IMembership.Founder[] founders;
        IMembership.MembershipSettings membership;
        ICommunityGovernor.GovernorSettings governor;
        IElderCouncil.CouncilSettings council;
        ICommunityTimelock.TreasuryCap treasury;
        uint32 timelockDelay;
    }

    /// @notice The parts of a community.
    struct Deployment {
        CommunityId communityId;
        address membership;
        address governor;
        address timelock;
        address council;
    }

    /// @notice The least values that this factory (and every vote later) accepts. Immutable, visible to all.
    /// @param quorumBps Basis points; the others are seconds.
    struct Floors {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint32 timelockDelay;
        uint16 quorumBps;
        uint32 recoveryDelay;
    }

    /// @notice Somebody made a part for a community that may move to it. It has no power until the community gives it some.
    event PartDeployed(CommunityId indexed communityId, address indexed part, address indexed implementation);

    /// @notice A founding named nobody.
    error CommunityFactory_NoFounders();
    /// @notice The community needs a name of 1 to 64 bytes.
    error CommunityFactory_InvalidName(uint256 length);
    /// @notice These floors would let a community be founded that could never vote, or none at all.
    error CommunityFactory_InvalidFloors();
    /// @notice The implementation belongs to another registry, or is none.
    error CommunityFactory_InvalidImplementation(address implementation);

    /// @notice Deploys the parts, registers the community and hands everything to its timelock.
    function found(Founding calldata founding) external returns (Deployment memory);

    /// @notice Makes another Governor for a community, for its roll and with the floors of this factory. Anyone may: it has
    /// no power until the community's timelock gives it roles, by vote.
    /// @param timelock Where it will carry out what is decided. Its roles there are not asked for yet.
    function deployGovernor(
        CommunityId communityId,
        bytes32 salt,
        address timelock,
        ICommunityGovernor.GovernorSettings calldata settings
    ) external returns (address governor);

    /// @notice Makes another timelock for a community. Anyone may: it has no power until the community's present authority
    /// offers it the community and its Governor accepts in its name, by vote.
    /// @param governor Who decides there.
    /// @param council Who may veto there; zero for nobody.
    function deployTimelock(
        CommunityId communityId,
        bytes32 salt,
        address governor,
        address council,
        ICommunityTimelock.TreasuryCap calldata cap,
        uint32 delay
    ) external returns (address timelock);

    /// @notice Makes another council of elders for a community. Anyone may: it has no power until the community's vote
    /// names it in the registry, and gives it the role of a canceller in the timelock.
    function deployCouncil(
        CommunityId communityId,
        bytes32 salt,
        IElderCouncil.CouncilSettings calldata settings
    ) external returns (address council);

    /// @notice The addresses that {deployGovernor}, {deployTimelock} and {deployCouncil} would give to `deployer` with
    /// `salt`: each may have to name another.
    function predictParts(
        CommunityId communityId,
        address deployer,
        bytes32 salt
    ) external view returns (address governor, address timelock, address council);

    /// @notice The addresses that {found} would give to `founder` with `salt`.
    function predict(address founder, bytes32 salt) external view returns (Deployment memory);

    /// @notice The registry in which communities founded here are recorded.
    function registry() external view returns (ICommunityRegistry);

    /// @notice The contracts whose code the parts of a community run.
    function implementations()
        external
        view
        returns (address membership, address governor, address timelock, address council);

    /// @notice The least values this factory accepts.
    function floors() external view returns (Floors memory);
}
