// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @notice An ordinary ERC-20 that anybody may mint.
contract TokenDouble is ERC20 {
    constructor() ERC20("Token", "TOK") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @notice An ordinary ERC-721 that anybody may mint.
contract ArtefactDouble is ERC721 {
    constructor() ERC721("Artefact", "ART") {}

    function mint(address to, uint256 tokenId) external {
        _safeMint(to, tokenId);
    }
}

/// @notice An ordinary ERC-1155 that anybody may mint.
contract BasketDouble is ERC1155 {
    constructor() ERC1155("") {}

    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }

    function mintBatch(address to, uint256[] calldata ids, uint256[] calldata amounts) external {
        _mintBatch(to, ids, amounts, "");
    }
}
