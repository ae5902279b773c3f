import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { zeroAddress } from 'viem'

/**
 * Every contract that exists once: the registries, the protocols, the federation, the factory with the implementations
 * that it clones, the funding.
 *
 * The parameters are the floors below which no community of this factory can ever go; they are immutable. The defaults
 * suit a public network. `ignition/parameters/local.json` holds those of the local stack, where time is let pass.
 *
 * Each step waits for the one before it, so that the deployer's nonces, and with them the addresses, are the same on
 * every fresh chain.
 */
export default buildModule('Commonweal', (m) => {
  const floors = {
    votingDelay: m.getParameter('votingDelay', 24 * 60 * 60),
    votingPeriod: m.getParameter('votingPeriod', 3 * 24 * 60 * 60),
    timelockDelay: m.getParameter('timelockDelay', 2 * 24 * 60 * 60),
    quorumBps: m.getParameter('quorumBps', 1_000),
    recoveryDelay: m.getParameter('recoveryDelay', 3 * 24 * 60 * 60),
  }

  const communityRegistry = m.contract('CommunityRegistry')
  const federation = m.contract('Federation', [communityRegistry], { after: [communityRegistry] })
  const culturalProtocols = m.contract('CulturalProtocols', [communityRegistry, federation], {
    after: [federation],
  })
  const modelRegistry = m.contract('ModelRegistry', [communityRegistry, culturalProtocols, federation], {
    after: [culturalProtocols],
  })
  const membershipImplementation = m.contract('Membership', [communityRegistry], { after: [modelRegistry] })
  const governorImplementation = m.contract('CommunityGovernor', [], { after: [membershipImplementation] })
  const timelockImplementation = m.contract('CommunityTimelock', [], { after: [governorImplementation] })
  const councilImplementation = m.contract('ElderCouncil', [], { after: [timelockImplementation] })
  const communityFactory = m.contract(
    'CommunityFactory',
    [
      communityRegistry,
      membershipImplementation,
      governorImplementation,
      timelockImplementation,
      councilImplementation,
      floors,
    ],
    { after: [councilImplementation] },
  )

  // Uniswap's Permit2 and the wrapped form of the chain's own money, where the chain has them.
  const quadraticFunding = m.contract(
    'QuadraticFunding',
    [communityRegistry, m.getParameter('permit2', zeroAddress), m.getParameter('wrappedNative', zeroAddress)],
    { after: [communityFactory] },
  )

  return {
    communityRegistry,
    communityFactory,
    federation,
    culturalProtocols,
    modelRegistry,
    membershipImplementation,
    governorImplementation,
    timelockImplementation,
    councilImplementation,
    quadraticFunding,
  }
})
