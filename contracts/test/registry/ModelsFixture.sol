// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";

/// @notice The singletons that decide what may run, on a registry of communities.
library ModelsFixture {
    function deploy(
        ICommunityRegistry communities
    ) internal returns (ModelRegistry models, CulturalProtocols protocols, Federation federation) {
        federation = new Federation(communities);
        protocols = new CulturalProtocols(communities, federation);
        models = new ModelRegistry(communities, protocols, federation);
    }
}
