// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TestBase} from "../TestBase.sol";

/// @notice What a random run plays with.
interface IHandler {
    /// @notice Every function that a run may call. All take up to four numbers.
    function steps() external view returns (bytes4[] memory);

    /// @notice How often `step` succeeded, so that a run which did nothing can be told from one that held.
    function done(bytes4 step) external view returns (uint256);

    /// @notice What else a run should come to at some time.
    function sights() external view returns (string[] memory);

    /// @notice How often `sight` came about.
    function seen(string calldata sight) external view returns (uint256);

    /// @notice What happened against the invariant of this number in README.md; empty while nothing has. For what shows in
    /// a step, and not in the state after it.
    function breach(string calldata number) external view returns (string memory);
}

/// @notice The part of a handler that is the same for all.
abstract contract Books is IHandler {
    mapping(bytes4 step => uint256) public override done;

    mapping(string sight => uint256) public override seen;

    mapping(string number => string) public override breach;

    function _hold(bool condition, string memory number, string memory what) internal {
        if (!condition && bytes(breach[number]).length == 0) breach[number] = what;
    }
}

/// @notice What the tests of invariants have in common.
abstract contract Invariants is TestBase {
    IHandler private _played;

    /// @dev The runner calls the steps of `handler`, and nothing else.
    function _playWith(IHandler handler) internal {
        _played = handler;
        targetContract(address(handler));
        targetSelector(FuzzSelector(address(handler), handler.steps()));
    }

    function _assertNoBreach(string memory number) internal view {
        vm.assertEq(_played.breach(number), "");
    }
}

/// @notice Takes the same steps each time, drawn much as the runner draws them, and wants each to succeed at some time:
/// a run that reaches nothing would hold every invariant.
abstract contract Runs is TestBase {
    uint256 private constant RUNS = 40;

    uint256 private constant DEPTH = 200;

    string private _missing;

    /// @dev Here and not in the test: of a test that fails the runner keeps every call, and these would fill the memory.
    function setUp() public {
        IHandler handler;
        uint256[] memory done;
        uint256[] memory seen;
        for (uint256 run = 0; run < RUNS; ++run) {
            handler = _newHandler();
            bytes4[] memory steps = handler.steps();
            string[] memory sights = handler.sights();
            if (run == 0) (done, seen) = (new uint256[](steps.length), new uint256[](sights.length));
            for (uint256 i = 0; i < DEPTH; ++i) _take(handler, steps, keccak256(abi.encode(run, i)));
            for (uint256 i = 0; i < steps.length; ++i) done[i] += handler.done(steps[i]);
            for (uint256 i = 0; i < sights.length; ++i) seen[i] += handler.seen(sights[i]);
        }
        for (uint256 i = 0; i < done.length; ++i) {
            if (done[i] == 0) _missing = string.concat(_missing, vm.toString(bytes32(handler.steps()[i])), "; ");
        }
        for (uint256 i = 0; i < seen.length; ++i) {
            if (seen[i] == 0) _missing = string.concat(_missing, handler.sights()[i], "; ");
        }
    }

    function test_randomRunsTakeEveryStepAndSeeEverySight() public view {
        vm.assertEq(_missing, "");
    }

    function _newHandler() internal virtual returns (IHandler);

    function _take(IHandler handler, bytes4[] memory steps, bytes32 draw) private {
        bytes memory step = abi.encodePacked(
            steps[uint256(draw) % steps.length],
            keccak256(abi.encode(draw, 0)),
            keccak256(abi.encode(draw, 1)),
            keccak256(abi.encode(draw, 2)),
            keccak256(abi.encode(draw, 3))
        );
        (bool returned, ) = address(handler).call(step);
        require(returned, string.concat("a step reverted: ", vm.toString(bytes32(bytes4(step)))));
    }
}
