// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../types/Ids.sol";
import {ICommunityGovernor} from "./ICommunityGovernor.sol";
import {ICommunityRegistry} from "./ICommunityRegistry.sol";
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
        ICommunityGovernor.GovernorSettings governor;
        uint32 timelockDelay;
    }

    /// @notice The parts of a community.
    struct Deployment {
        CommunityId communityId;
        address membership;
        address governor;
        address timelock;
    }

    /// @notice The least values that this factory (and every vote later) accepts. Immutable, visible to all.
    struct Floors {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint32 timelockDelay;
        uint16 quorumBps;
    }

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

    /// @notice The addresses that {found} would give to `founder` with `salt`.
    function predict(address founder, bytes32 salt) external view returns (Deployment memory);

    /// @notice The registry in which communities founded here are recorded.
    function registry() external view returns (ICommunityRegistry);

    /// @notice The contracts whose code the parts of a community run.
    function implementations() external view returns (address membership, address governor, address timelock);

    /// @notice The least values this factory accepts.
    function floors() external view returns (Floors memory);
}
